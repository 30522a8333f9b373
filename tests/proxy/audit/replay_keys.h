// Keys that statements of tests are sealed to, as `openssl genpkey -algorithm x25519` and `openssl
// pkey -pubout` wrote them.
#ifndef SUDARE_TESTS_PROXY_AUDIT_REPLAY_KEYS_H_
#define SUDARE_TESTS_PROXY_AUDIT_REPLAY_KEYS_H_

namespace sudare::testing {

inline constexpr char kReplayPrivateKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIBCInQSv/8/luYqf5/KuF+hEv/+F5DcrkQyC2DDhuNVJ\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr char kReplayPublicKey[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VuAyEATZUoGPf9lZ4fbZlAU/N+i+X3Shq01A4MPJRI8afqtQM=\n"
    "-----END PUBLIC KEY-----\n";
inline constexpr char kOtherReplayPrivateKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIDjZpHy3x4t2YUtubXvZ0fBYbe94JRElhhNdkoYJdt1r\n"
    "-----END PRIVATE KEY-----\n";

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_AUDIT_REPLAY_KEYS_H_

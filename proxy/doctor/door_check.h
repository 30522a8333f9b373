// The addresses that the proxy listens on: whether it can, and who reaches what there.
#ifndef SUDARE_PROXY_DOCTOR_DOOR_CHECK_H_
#define SUDARE_PROXY_DOCTOR_DOOR_CHECK_H_

#include "proto/config.pb.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// `is_running`: a proxy of this configuration listens there already, so nobody else can.
//
// Codes: door-ok, door-address-unusable, door-plaintext, door-passwords, metrics-ok, metrics-open.
void CheckDoors(const sudare::v1::Config& config, bool is_running, Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_DOOR_CHECK_H_

#include "proxy/query/result_digest.h"

#include <cstring>
#include <utility>

#include "policy/base/status_macros.h"
#include "policy/token.h"

namespace sudare {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "digests are of little-endian words");

// Master keys leave the keyring in tokens only, which are a keyed function of what they stand for.
// So the secret is one: of a text of 64 bytes, more than any key has, in a domain that no policy
// can name and thus nobody is shown a token of, nor can have one looked up.
constexpr char kDomain[] = "sudare$result digest";
constexpr char kScope[] = "log";
constexpr char kLabel[] = "result digest 1: 64 bytes of text that are not secret, but for this.";
constexpr size_t kWord = sizeof(uint64_t);
constexpr size_t kPair = 2 * kWord;
constexpr size_t kBlock = 1024;

// Where each secret lies.
constexpr size_t kFirstNhKey = 0;
constexpr size_t kSecondNhKey = kFirstNhKey + kBlock;
constexpr size_t kRowKey = kSecondNhKey + kBlock;
constexpr size_t kOrderKey = kRowKey + sizeof(Uint128);
constexpr size_t kSetKey = kOrderKey + sizeof(Uint128);
constexpr size_t kMacKey = kSetKey + sizeof(Uint128);
constexpr size_t kSecretBytes = kMacKey + crypto_generichash_KEYBYTES;

constexpr Uint128 kPrime = (static_cast<Uint128>(1) << 127) - 1;

template <typename Number>
Number Load(const void* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return number;
}

// Into [0, 2^127]; another time into [0, 2^127 - 1], which names each element of the field, and 0
// twice.
Uint128 Reduce(Uint128 number) { return (number & kPrime) + (number >> 127); }

// Of numbers up to 2^127: (a1 2^64 + a0)(b1 2^64 + b0), and 2^128 is 2 in the field.
Uint128 Times(Uint128 a, Uint128 b) {
  const uint64_t a0 = static_cast<uint64_t>(a);
  const uint64_t a1 = static_cast<uint64_t>(a >> 64);
  const uint64_t b0 = static_cast<uint64_t>(b);
  const uint64_t b1 = static_cast<uint64_t>(b >> 64);
  const Uint128 low = static_cast<Uint128>(a0) * b0;
  // Below 2^128: a1 and b1 are at most 2^63.
  const Uint128 middle = static_cast<Uint128>(a0) * b1 + static_cast<Uint128>(a1) * b0;
  const Uint128 low_sum = low + (middle << 64);
  const Uint128 high = static_cast<Uint128>(a1) * b1 + (middle >> 64) + (low_sum < low ? 1 : 0);
  return Reduce((low_sum & kPrime) + Reduce((high << 1) | (low_sum >> 127)));
}

Uint128 Plus(Uint128 a, Uint128 b) { return Reduce(Reduce(Reduce(a)) + Reduce(b)); }

// One name for each element.
Uint128 Canonical(Uint128 number) {
  number = Reduce(Reduce(number));
  return number == kPrime ? 0 : number;
}

// The hash of one row, block by block.
class BlockHash {
 public:
  BlockHash(const unsigned char* secrets, Uint128 key) : secrets_(secrets), key_(key) {}

  // Pads `bytes` with zeros to whole pairs of words.
  void Add(const void* bytes, size_t size) {
    const char* from = static_cast<const char*>(bytes);
    for (; size >= kPair; size -= kPair, from += kPair) {
      AddPair(Load<uint64_t>(from), Load<uint64_t>(from + kWord));
    }
    if (size == 0) return;
    char rest[kPair] = {};
    std::memcpy(rest, from, size);
    AddPair(Load<uint64_t>(rest), Load<uint64_t>(rest + kWord));
  }

  Uint128 Finish() {
    if (place_ > 0) EndBlock();
    return hash_;
  }

 private:
  void AddPair(uint64_t a, uint64_t b) {
    const unsigned char* const first = secrets_ + kFirstNhKey + place_;
    const unsigned char* const second = secrets_ + kSecondNhKey + place_;
    first_ += static_cast<Uint128>(a + Load<uint64_t>(first)) * (b + Load<uint64_t>(first + kWord));
    second_ +=
        static_cast<Uint128>(a + Load<uint64_t>(second)) * (b + Load<uint64_t>(second + kWord));
    place_ += kPair;
    if (place_ == kBlock) EndBlock();
  }

  void EndBlock() {
    hash_ = Plus(Times(hash_, key_), first_);
    hash_ = Plus(Times(hash_, key_), second_);
    first_ = second_ = 0;
    place_ = 0;
  }

  const unsigned char* const secrets_;
  const Uint128 key_;
  // Begins with 1: so the number of blocks counts too.
  Uint128 hash_ = 1;
  Uint128 first_ = 0;
  Uint128 second_ = 0;
  size_t place_ = 0;
};

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void AddText(absl::string_view text, crypto_generichash_state* state) {
  const uint64_t size = text.size();
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
  crypto_generichash_update(state, Bytes(text), text.size());
}

}  // namespace

absl::StatusOr<std::shared_ptr<const DigestKey>> DigestKey::Make(const Keyring& keyring) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  std::string token = keyring.MakeTokenizer({kDomain, kScope}, "")->Tokenize(kLabel);
  SUDARE_ASSIGN_OR_RETURN(SecretBytes seed, SecretBytes::Allocate(crypto_generichash_BYTES));
  crypto_generichash(seed.MutableBytes(), seed.size(), Bytes(token), token.size(), nullptr, 0);
  sodium_memzero(token.data(), token.size());
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secrets, SecretBytes::Allocate(kSecretBytes));
  static_assert(crypto_stream_xchacha20_KEYBYTES == crypto_generichash_BYTES);
  // Each seed makes one stream only.
  const unsigned char nonce[crypto_stream_xchacha20_NONCEBYTES] = {};
  crypto_stream_xchacha20(secrets.MutableBytes(), secrets.size(), nonce, seed.ExposeBytes());
  SUDARE_RETURN_IF_ERROR(secrets.MakeReadOnly());
  uint32_t id = 0;
  for (const Keyring::KeyInfo& key : keyring.List()) {
    if (key.primary) id = key.id;
  }
  return std::shared_ptr<const DigestKey>(new DigestKey(id, std::move(secrets)));
}

ResultDigest::ResultDigest(std::shared_ptr<const DigestKey> key, absl::string_view query_id)
    : key_(std::move(key)),
      row_key_(Reduce(Load<Uint128>(key_->secrets_.ExposeBytes() + kRowKey))),
      order_key_(Reduce(Load<Uint128>(key_->secrets_.ExposeBytes() + kOrderKey))),
      set_key_(Reduce(Load<Uint128>(key_->secrets_.ExposeBytes() + kSetKey))) {
  crypto_generichash_init(&head_, key_->secrets_.ExposeBytes() + kMacKey,
                          crypto_generichash_KEYBYTES, crypto_generichash_BYTES);
  AddText(query_id, &head_);
}

void ResultDigest::AddColumn(absl::string_view name, absl::string_view type) {
  AddText(name, &head_);
  AddText(type, &head_);
}

Uint128 ResultDigest::RowHash(absl::string_view data, absl::Span<const int32_t> lengths) const {
  BlockHash hash(key_->secrets_.ExposeBytes(), row_key_);
  hash.Add(lengths.data(), lengths.size() * sizeof(int32_t));
  hash.Add(data.data(), data.size());
  return hash.Finish();
}

void ResultDigest::AddRow(absl::string_view data, absl::Span<const int32_t> lengths) {
  const Uint128 row = RowHash(data, lengths);
  order_ = Plus(Times(order_, order_key_), row);
  set_ = Times(set_, Plus(set_key_, row));
  ++rows_;
}

std::string ResultDigest::Finish(absl::string_view label, Uint128 value) const {
  crypto_generichash_state state = head_;
  AddText(label, &state);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&rows_), sizeof rows_);
  value = Canonical(value);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&value), sizeof value);
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(&digest[0]), digest.size());
  return digest;
}

std::string ResultDigest::InOrder() const { return Finish("rows in order", order_); }
std::string ResultDigest::AsSet() const { return Finish("set of rows", set_); }

}  // namespace sudare

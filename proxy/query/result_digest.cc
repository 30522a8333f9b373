#include "proxy/query/result_digest.h"

#include <cstring>

namespace sudare {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "digests are of little-endian words");

constexpr char kKeysLabel[] = "sudare result digest: keys of a query";

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

template <typename Number>
void AddNumber(const Number& number, crypto_generichash_state* state) {
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(&number), sizeof number);
}

void AddText(absl::string_view text, crypto_generichash_state* state) {
  AddNumber(uint64_t{text.size()}, state);
  crypto_generichash_update(state, Bytes(text), text.size());
}

}  // namespace

ResultDigest::ResultDigest(const DigestKey& key, absl::string_view query_id) : key_id_(key.id()) {
  unsigned char keys[crypto_generichash_BYTES_MAX];
  static_assert(sizeof keys >= crypto_generichash_KEYBYTES + sizeof row_key_);
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.bytes(), kSubkeyBytes, sizeof keys);
  AddText(kKeysLabel, &state);
  AddText(query_id, &state);
  crypto_generichash_final(&state, keys, sizeof keys);
  std::memcpy(row_key_.data(), keys + crypto_generichash_KEYBYTES, row_key_.size());
  for (crypto_generichash_state* digest : {&order_, &set_}) {
    crypto_generichash_init(digest, keys, crypto_generichash_KEYBYTES, crypto_generichash_BYTES);
  }
  AddText("rows in order", &order_);
  AddText("set of rows", &set_);
  sodium_memzero(keys, sizeof keys);
  sodium_memzero(&state, sizeof state);
}

ResultDigest::~ResultDigest() {
  sodium_memzero(row_key_.data(), row_key_.size());
  sodium_memzero(&order_, sizeof order_);
  sodium_memzero(&set_, sizeof set_);
}

void ResultDigest::AddColumn(absl::string_view name, absl::string_view type) {
  for (crypto_generichash_state* digest : {&order_, &set_}) {
    AddText(name, digest);
    AddText(type, digest);
  }
}

void ResultDigest::AddRow(absl::string_view data, absl::Span<const int32_t> lengths) {
  row_.assign(reinterpret_cast<const char*>(lengths.data()), lengths.size() * sizeof(int32_t));
  row_.append(data.data(), data.size());
  unsigned char hash[crypto_shorthash_siphashx24_BYTES];
  crypto_shorthash_siphashx24(hash, Bytes(row_), row_.size(), row_key_.data());
  crypto_generichash_update(&order_, hash, sizeof hash);
  absl::uint128 number;
  static_assert(sizeof number == sizeof hash);
  std::memcpy(&number, hash, sizeof hash);
  sum_ += number;
  ++rows_;
}

std::string ResultDigest::Finish(crypto_generichash_state* state) const {
  AddNumber(rows_, state);
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(state, reinterpret_cast<unsigned char*>(&digest[0]), digest.size());
  return digest;
}

std::string ResultDigest::InOrder() const {
  crypto_generichash_state state = order_;
  return Finish(&state);
}

std::string ResultDigest::AsSet() const {
  crypto_generichash_state state = set_;
  AddNumber(sum_, &state);
  return Finish(&state);
}

}  // namespace sudare

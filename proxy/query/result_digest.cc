#include "proxy/query/result_digest.h"

#include <cstring>
#include <utility>

namespace sudare {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "digests are of little-endian words");

constexpr char kKeysLabel[] = "sudare result digest: keys of a query";
constexpr char kOneTimeKeysLabel[] = "sudare result digest: one-time keys of a query";

using Block = std::array<unsigned char, crypto_generichash_BYTES_MAX>;

template <typename Number>
absl::string_view BytesOf(const Number& number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

void AppendText(absl::string_view text, std::string* out) {
  const uint64_t size = text.size();
  out->append(BytesOf(size).data(), sizeof size);
  out->append(text.data(), text.size());
}

void Add(absl::string_view bytes, crypto_generichash_state* state) {
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

void Add(absl::string_view bytes, crypto_onetimeauth_state* state) {
  crypto_onetimeauth_update(state, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

Block Derive(const DigestKey& key, absl::string_view label, absl::string_view query_id) {
  std::string text;
  AppendText(label, &text);
  AppendText(query_id, &text);
  Block block;
  crypto_generichash(block.data(), block.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.bytes(),
                     kSubkeyBytes);
  return block;
}

std::string TagOf(crypto_onetimeauth_state state) {
  std::string tag(crypto_onetimeauth_BYTES, '\0');
  crypto_onetimeauth_final(&state, reinterpret_cast<unsigned char*>(&tag[0]));
  return tag;
}

std::string Finish(crypto_generichash_state* state) {
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(state, reinterpret_cast<unsigned char*>(&digest[0]), digest.size());
  return digest;
}

}  // namespace

ResultDigest::ResultDigest(const DigestKey& key, absl::string_view query_id, uint64_t most_set_rows)
    : key_id_(key.id()), most_set_rows_(most_set_rows) {
  Block block = Derive(key, kKeysLabel, query_id);
  static_assert(sizeof block >= sizeof key_ + sizeof row_key_);
  std::memcpy(key_.data(), block.data(), key_.size());
  std::memcpy(row_key_.data(), block.data() + key_.size(), row_key_.size());
  block = Derive(key, kOneTimeKeysLabel, query_id);
  static_assert(sizeof block == 2 * crypto_onetimeauth_KEYBYTES);
  crypto_onetimeauth_init(&lengths_, block.data());
  crypto_onetimeauth_init(&values_, block.data() + crypto_onetimeauth_KEYBYTES);
  sodium_memzero(block.data(), block.size());
}

ResultDigest::~ResultDigest() {
  sodium_memzero(key_.data(), key_.size());
  sodium_memzero(row_key_.data(), row_key_.size());
  sodium_memzero(&lengths_, sizeof lengths_);
  sodium_memzero(&values_, sizeof values_);
}

void ResultDigest::AddColumn(absl::string_view name, absl::string_view type) {
  AppendText(name, &columns_);
  AppendText(type, &columns_);
}

void ResultDigest::AddRows(absl::string_view data, absl::Span<const int32_t> lengths,
                           uint64_t rows) {
  Add({reinterpret_cast<const char*>(lengths.data()), lengths.size() * sizeof(int32_t)}, &lengths_);
  Add(data, &values_);
  rows_ += rows;
  if (rows_ <= most_set_rows_) AddToSet(data, lengths, rows);
}

void ResultDigest::AddToSet(absl::string_view data, absl::Span<const int32_t> lengths,
                            uint64_t rows) {
  const size_t columns = rows == 0 ? 0 : lengths.size() / rows;
  for (uint64_t row = 0; row < rows; ++row) {
    size_t size = 0;
    for (const int32_t length : lengths.subspan(row * columns, columns)) {
      if (length > 0) size += static_cast<size_t>(length);
    }
    row_.assign(reinterpret_cast<const char*>(lengths.data() + row * columns),
                columns * sizeof(int32_t));
    row_.append(data.data(), size);
    data.remove_prefix(size);
    absl::uint128 hash;
    static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES);
    crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(&hash),
                                reinterpret_cast<const unsigned char*>(row_.data()), row_.size(),
                                row_key_.data());
    sum_ += hash;
  }
}

crypto_generichash_state ResultDigest::Begin(absl::string_view label) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), key_.size(), crypto_generichash_BYTES);
  std::string framed;
  AppendText(label, &framed);
  Add(framed, &state);
  Add(columns_, &state);
  return state;
}

std::string ResultDigest::InOrder() const {
  crypto_generichash_state state = Begin("rows in order");
  Add(TagOf(lengths_), &state);
  Add(TagOf(values_), &state);
  Add(BytesOf(rows_), &state);
  return Finish(&state);
}

std::string ResultDigest::AsSet() const {
  if (rows_ > most_set_rows_) return "";
  crypto_generichash_state state = Begin("set of rows");
  Add(BytesOf(sum_), &state);
  Add(BytesOf(rows_), &state);
  return Finish(&state);
}

}  // namespace sudare

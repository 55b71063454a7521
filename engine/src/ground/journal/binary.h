// The binary form of records, for snapshots. It takes the same descriptions of fields as the text form: numbers as
// seven bits a byte, instants as the time since the instant before, floating-point numbers as their eight bytes, texts
// and lists with their length before them. Writing and reading are inverse to one another.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/event.h"
#include "journal/fields.h"

namespace tricolor::engine {

class BinaryWriter {
 public:
  template <class T>
  void operator()(const char*, T& value) {
    put(value);
  }
  template <class T>
  void score(const char*, T& value) {
    put(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void whole(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  // Small negative numbers are short too.
  void with_sign(std::int64_t value) {
    whole((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  template <class Tag>
  void put(Id<Tag>& id) {
    whole(id.value);
  }
  // Instants that are written together lie close to one another, so that differences are short. They are unsigned,
  // because any two instants have such a difference.
  void put(Time& time) {
    const auto count = static_cast<std::uint64_t>(time.time_since_epoch().count());
    with_sign(static_cast<std::int64_t>(count - last_));
    last_ = count;
  }
  void put(Duration& length) { with_sign(length.count()); }
  void put(std::string& text) {
    whole(text.size());
    bytes_ += text;
  }
  template <class T>
  void put(std::optional<T>& value) {
    bytes_ += value ? '\1' : '\0';
    if (value) put(*value);
  }
  template <class T>
  void put(std::vector<T>& values) {
    whole(values.size());
    for (T& value : values) put(value);
  }
  template <class T>
  void put(T& value) {
    if constexpr (std::is_enum_v<T>) whole(static_cast<std::uint64_t>(value));
    else if constexpr (std::is_floating_point_v<T>) {
      const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(value));
      for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(bits >> shift);
    } else if constexpr (std::is_signed_v<T>) with_sign(value);
    else if constexpr (std::is_integral_v<T>) whole(value);
    else fields(*this, value);
  }

  std::string bytes_;
  std::uint64_t last_ = 0;  ///< The instant before.
};

/// Reads what a `BinaryWriter` has written. Throws std::runtime_error when the bytes end too early or cannot be.
class BinaryReader {
 public:
  explicit BinaryReader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  void operator()(const char*, T& value) {
    get(value);
  }
  template <class T>
  void score(const char*, T& value) {
    get(value);
  }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::uint8_t byte() {
    if (bytes_.empty()) throw std::runtime_error("it ends too early");
    const auto value = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return value;
  }
  std::uint64_t whole() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7Fu} << shift;
      if (next < 0x80) return value;
    }
    throw std::runtime_error("a number in it is too long");
  }
  std::int64_t with_sign() {
    const std::uint64_t value = whole();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  // A length that cannot be is found out before memory is taken for it: everything takes at least a byte.
  std::size_t length() {
    const std::uint64_t value = whole();
    if (value > bytes_.size()) throw std::runtime_error("a length in it is too large");
    return static_cast<std::size_t>(value);
  }
  template <class Tag>
  void get(Id<Tag>& id) {
    id.value = static_cast<std::uint32_t>(whole());
  }
  void get(Time& time) {
    last_ += static_cast<std::uint64_t>(with_sign());
    time = Time{Duration{static_cast<std::int64_t>(last_)}};
  }
  void get(Duration& duration) { duration = Duration{with_sign()}; }
  void get(std::string& text) {
    const std::size_t size = length();
    text.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
  }
  template <class T>
  void get(std::optional<T>& value) {
    value.reset();
    if (byte() != 0) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.clear();
    const std::size_t size = length();
    values.reserve(size);
    for (std::size_t i = 0; i < size; ++i) get(values.emplace_back());
  }
  template <class T>
  void get(T& value) {
    if constexpr (std::is_enum_v<T>) value = static_cast<T>(whole());
    else if constexpr (std::is_floating_point_v<T>) {
      std::uint64_t bits = 0;
      for (int shift = 0; shift < 64; shift += 8) bits |= std::uint64_t{byte()} << shift;
      value = static_cast<T>(std::bit_cast<double>(bits));
    } else if constexpr (std::is_same_v<T, bool>) value = whole() != 0;
    else if constexpr (std::is_signed_v<T>) value = static_cast<T>(with_sign());
    else if constexpr (std::is_integral_v<T>) value = static_cast<T>(whole());
    else fields(*this, value);
  }

  std::string_view bytes_;
  std::uint64_t last_ = 0;  ///< The instant before.
};

template <std::size_t I = 0>
void emplace_kind(event::Payload& payload, std::size_t kind) {
  if constexpr (I < std::variant_size_v<event::Kind>) {
    if (kind == I) payload = event::Payload(std::in_place_index<I>);
    else emplace_kind<I + 1>(payload, kind);
  } else {
    throw std::runtime_error("an event in it is of no known kind");
  }
}

template <class A>
void fields(A& a, Event& e) {
  a("seq", e.sequence);
  a("at", e.at);
  std::uint64_t kind = e.payload.index();
  a("event", kind);
  if (kind != e.payload.index()) emplace_kind(e.payload, static_cast<std::size_t>(kind));
  std::visit([&](auto& payload) { fields(a, payload); }, static_cast<event::Kind&>(e.payload));
}

}  // namespace tricolor::engine

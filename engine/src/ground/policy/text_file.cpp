// Reads text files as bytes: decides which files may be read at all, and which characters they may hold.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/document.h"
#include "policy/text_file.h"

namespace tricolor::engine {
namespace {

// Length in bytes of the character of UTF-8 that begins at `i` (RFC 3629: no surrogates, no overlong forms); 0 when
// none does.
std::size_t character_at(std::string_view text, std::size_t i, std::uint32_t& code) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u; };
  const unsigned first = byte(i);
  std::size_t length = 0;
  if (first < 0x80) length = 1;
  else if (first >= 0xC2 && first < 0xE0) length = 2;
  else if (first >= 0xE0 && first < 0xF0) length = 3;
  else if (first >= 0xF0 && first < 0xF5) length = 4;
  if (length == 0) return 0;
  code = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(i + k) & 0x3F);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10FFFF));
  return overlong || (code >= 0xD800 && code < 0xE000) ? 0 : length;
}

// True for characters that cannot be seen and that change how a terminal, a page or a reader takes the text around
// them.
bool unprintable(std::uint32_t code) {
  if (code < 0x20) return code != '\t' && code != '\n' && code != '\r';
  const bool control = code >= 0x7F && code < 0xA0;
  const bool invisible = code == 0x200B || (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF;
  const bool breaks = code == 0x2028 || code == 0x2029;
  const bool direction =
      code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  const bool no_character = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
  return control || invisible || breaks || direction || no_character;
}

std::string name_of(std::uint32_t code) {
  char name[16];
  std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(code));
  return name;
}

Origin place_of(std::string_view text, std::size_t at, const std::string& file) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line = before.rfind('\n');
  const std::size_t start = line == std::string_view::npos ? 0 : line + 1;
  return {file, static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1, static_cast<int>(at - start) + 1};
}

std::string hint_for(std::string_view text, const std::string& file) {
  const bool wide = text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF";
  return std::string(" (a file in ") + (wide ? "UTF-16" : "GBK") + " is converted by: iconv -f " +
         (wide ? "UTF-16" : "GB18030") + " -t UTF-8 " + std::filesystem::path(file).filename().string() + ")";
}

}  // namespace

bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  for (std::size_t i = text.substr(0, 3) == kByteOrderMark ? 3 : 0; i < text.size();) {
    std::uint32_t code = 0;
    const std::size_t length = character_at(text, i, code);
    if (length == 0) {
      diagnostics.add(place_of(text, i, file), {},
                      "must be text in UTF-8, got a byte that is none" + hint_for(text, file));
      return false;
    }
    if (unprintable(code)) {
      diagnostics.add(place_of(text, i, file), {}, "must be printable text, got the character " + name_of(code));
      return false;
    }
    i += length;
  }
  return true;
}

std::optional<std::string> unprintable_in(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::uint32_t code = 0;
    const std::size_t length = character_at(text, i, code);
    if (length == 0) return "byte " + std::to_string(static_cast<unsigned char>(text[i]));
    if (unprintable(code)) return name_of(code);
    i += length;
  }
  return std::nullopt;
}

std::string made_printable(std::string_view text) {
  std::string out;
  char written_out[16];
  for (std::size_t i = 0; i < text.size();) {
    std::uint32_t code = 0;
    const std::size_t length = character_at(text, i, code);
    if (length == 0 || (unprintable(code) && code < 0x100)) {
      std::snprintf(written_out, sizeof written_out, "\\x%02X",
                    length ? static_cast<unsigned>(code) : static_cast<unsigned char>(text[i]));
      out += written_out;
    } else if (unprintable(code)) {
      std::snprintf(written_out, sizeof written_out, "\\u%04X", static_cast<unsigned>(code));
      out += written_out;
    } else {
      out += text.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool read_text_file(const std::string& path, std::size_t most_bytes, std::string& out, Diagnostics& diagnostics) {
  namespace fs = std::filesystem;
  std::error_code failed;
  // Pipes and devices are refused before they are opened, because reading one may never end.
  if (fs::exists(path, failed) && !fs::is_regular_file(path, failed)) {
    diagnostics.add(
        {path, 1, 1}, {},
        std::string("must be a file, got ") + (fs::is_directory(path, failed) ? "a folder" : "something else"));
    return false;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    diagnostics.add({path, 1, 1}, {}, "must be a file that can be read, got nothing there");
    return false;
  }
  const auto size = fs::file_size(path, failed);
  out.clear();
  if (failed || size <= most_bytes) {
    // Files of the kernel have no size, and other files grow, so that reading stops by itself beyond the limit.
    char block[1 << 16];
    while (out.size() <= most_bytes && (in.read(block, sizeof block) || in.gcount() > 0))
      out.append(block, static_cast<std::size_t>(in.gcount()));
  }
  if (size > most_bytes || out.size() > most_bytes) {
    diagnostics.add({path, 1, 1}, {},
                    "must be at most " + std::to_string(most_bytes >> 20) + " MiB, got " +
                        std::to_string(std::max<std::uintmax_t>(size, out.size())) + " bytes");
    return false;
  }
  return check_text(out, path, diagnostics);
}

}  // namespace tricolor::engine

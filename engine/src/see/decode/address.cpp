#include <algorithm>
#include <array>
#include <string_view>

#include "engine/video_source.h"

namespace tricolor::engine {
namespace {

constexpr std::array<std::string_view, 9> kNetwork{"rtsp", "rtsps", "http", "https", "rtmp",
                                                   "udp",  "tcp",   "rtp",  "srt"};

}  // namespace

bool is_network_address(const std::string& address) {
  const auto colon = address.find("://");
  if (colon == std::string::npos) return false;
  std::string scheme = address.substr(0, colon);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return std::find(kNetwork.begin(), kNetwork.end(), scheme) != kNetwork.end();
}

std::string shown_address(const std::string& address) {
  const auto colon = address.find("://");
  if (colon == std::string::npos) return address;
  const auto host = colon + 3;
  auto path = address.find_first_of("/?#", host);
  if (path == std::string::npos) path = address.size();
  // A password may hold an @ or a slash: everything up to the last @ before the query is taken for credentials.
  const auto query = std::min(address.find('?', host), address.size());
  const auto at = address.rfind('@', query == 0 ? 0 : query - 1);
  const auto from = at != std::string::npos && at >= host ? at + 1 : host;
  std::string shown = address.substr(0, host) + address.substr(from, query - from);
  // Values of a query may be tokens; their names help the reader of the line.
  bool in_value = false;
  for (std::size_t i = query; i < address.size(); ++i) {
    const char c = address[i];
    if (c == '&' || c == ';' || c == '#') in_value = false;
    if (!in_value) shown += c;
    if (c == '=' && !in_value) {
      shown += "…";
      in_value = true;
    }
  }
  return shown;
}

}  // namespace tricolor::engine

#include "engine/libav.h"

#include <dlfcn.h>

#include <array>
#include <stdexcept>
#include <string>

namespace tricolor::libav {
namespace {

// A newer version of a library may have other structures, so that only the one of the headers will do.
constexpr std::array<const char*, 4> kFiles{
    "libavutil.so." AV_STRINGIFY(LIBAVUTIL_VERSION_MAJOR), "libavcodec.so." AV_STRINGIFY(LIBAVCODEC_VERSION_MAJOR),
    "libavformat.so." AV_STRINGIFY(LIBAVFORMAT_VERSION_MAJOR), "libswscale.so." AV_STRINGIFY(LIBSWSCALE_VERSION_MAJOR)};

void* opened(const char* file) {
  void* const library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
  if (!library)
    throw std::runtime_error("FFmpeg's " + std::string(file) + " must be installed to read or write films: " +
                             dlerror());
  return library;
}

}  // namespace

void* address_of(Library library, const char* function) {
  static const std::array<void*, kFiles.size()> libraries{opened(kFiles[0]), opened(kFiles[1]), opened(kFiles[2]),
                                                          opened(kFiles[3])};
  const auto index = static_cast<std::size_t>(library);
  void* const address = dlsym(libraries[index], function);
  if (!address) throw std::runtime_error(std::string(kFiles[index]) + " must have " + function + ", and has not");
  return address;
}

}  // namespace tricolor::libav

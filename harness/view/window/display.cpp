// Finds out whether there is a display, because SFML itself would abort without one.
#include <dlfcn.h>

#include <cstdlib>

#include "view/window/window.h"

namespace tricolor::harness {

std::optional<std::string> no_display(const std::string& command) {
  const char* name = std::getenv("DISPLAY");
  if (!name || !*name)
    return command + ": needs a display: DISPLAY is not set (try `xvfb-run tricolor " + command + " …`)";
  // SFML brings libX11 with it; calling that directly needs no header and no further package.
  void* library = dlopen("libX11.so.6", RTLD_LAZY);
  if (!library) return command + ": needs a display: libX11.so.6 cannot be loaded";
  const auto open = reinterpret_cast<void* (*)(const char*)>(dlsym(library, "XOpenDisplay"));
  const auto close = reinterpret_cast<int (*)(void*)>(dlsym(library, "XCloseDisplay"));
  void* display = open && close ? open(nullptr) : nullptr;
  if (!display) return command + ": needs a display: cannot open DISPLAY " + name;
  close(display);
  return std::nullopt;
}

}  // namespace tricolor::harness

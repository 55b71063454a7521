// ENGINE_CHECK states a condition that must hold if the engine itself is right. It is never compiled out. A failed
// check is a bug of ours, never an answer to bad input or a broken port.
#pragma once

namespace tricolor::engine {

/// Prints the condition, the place and the last instant handed to the engine, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace tricolor::engine

#define ENGINE_CHECK(condition)                                                         \
  do {                                                                                  \
    if (!(condition)) ::tricolor::engine::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)

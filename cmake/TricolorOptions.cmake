# Defines the compiler options as interface targets: every module links `tricolor_options` and nothing sets flags
# globally.
option(TRICOLOR_TESTS "Build the tests" ON)
option(TRICOLOR_BENCH "Build the benchmarks" ON)
option(TRICOLOR_VIEW "Build the window (`tricolor view`), which needs SFML" ON)
option(TRICOLOR_UNITY "Compile the files of a room together, which takes a third of the time for a whole build" OFF)
set(TRICOLOR_SANITIZE "" CACHE STRING "Sanitizers, such as address;undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(TRICOLOR_CCACHE ccache)
if(TRICOLOR_CCACHE)
  # A file that is new to the cache is known by the headers that the compiler lists, and is not preprocessed before.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_DEPEND=1 "${TRICOLOR_CCACHE}")
endif()

add_library(tricolor_options INTERFACE)
target_compile_options(tricolor_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor -Werror=return-type -Werror=switch
  # Fused multiply-adds would round differently from one CPU class or compiler to the next, and a run must repeat.
  -ffp-contract=off)
# The compiler of Debian 12, for which this is kept free of warnings; another may know more of them. Not with a
# sanitizer, whose checks make GCC warn of what is right (its manual advises against the two together): GCC 12 takes
# parts of <regex> for uninitialized there.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 AND NOT TRICOLOR_SANITIZE)
  # Without -Wrestrict, of which GCC 12 warns where a string is put before another (its bug 105651).
  target_compile_options(tricolor_options INTERFACE -Werror -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC collects garbage from 256 MiB on and finds little. With a heap of 512 MiB, in KiB here, it begins at twice that,
  # and units take 11 to 17 % less time (three units, 2026-11-27).
  target_compile_options(tricolor_options INTERFACE --param=ggc-min-heapsize=524288)
endif()
if(TRICOLOR_UNITY)
  # A class of an anonymous namespace stands in what the compiler takes for a header then.
  target_compile_options(tricolor_options INTERFACE -Wno-subobject-linkage)
endif()
# The linker gold takes half the time of the usual one; some hundred programs are linked.
find_program(TRICOLOR_GOLD ld.gold)
if(TRICOLOR_GOLD AND NOT TRICOLOR_SANITIZE)
  target_link_options(tricolor_options INTERFACE -fuse-ld=gold)
endif()
if(TRICOLOR_SANITIZE)
  list(JOIN TRICOLOR_SANITIZE "," _sanitizers)
  target_compile_options(tricolor_options INTERFACE "-fsanitize=${_sanitizers}" -fno-omit-frame-pointer
                         -fno-sanitize-recover=undefined)
  target_link_options(tricolor_options INTERFACE "-fsanitize=${_sanitizers}")
endif()

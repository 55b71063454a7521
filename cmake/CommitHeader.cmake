# Writes HEADER with the commit of SOURCE, when it differs from what is there; a changed tree has a plus sign behind it.
execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty=+ --exclude=* OUTPUT_VARIABLE COMMIT
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT COMMIT)
  set(COMMIT "unknown")
endif()
set(TEXT "#pragma once\n#define TRICOLOR_COMMIT \"${COMMIT}\"\n")
set(BEFORE "")
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" BEFORE)
endif()
if(NOT BEFORE STREQUAL TEXT)
  file(WRITE "${HEADER}" "${TEXT}")
endif()

# Fails when PROGRAM cannot start without a library of FFmpeg, each of which brings dozens of others.
execute_process(COMMAND "${READELF}" -d "${PROGRAM}" OUTPUT_VARIABLE needed RESULT_VARIABLE read)
if(NOT read EQUAL 0 OR NOT needed MATCHES "libopencv_core")
  message(FATAL_ERROR "${READELF} must list the libraries of ${PROGRAM}")
endif()
if(needed MATCHES "lib(av|sw)[a-z]+\\.so[^]]*")
  message(FATAL_ERROR "${PROGRAM} must start without FFmpeg, and needs ${CMAKE_MATCH_0}")
endif()

# Declares a room's library, or one test program, in one call.
#
#   tricolor_module(NAME engine_tracking SOURCES footprint.cpp DEPS engine_types PRIVATE_DEPS opencv_imgproc
#                   PUBLIC_INCLUDE dir PRIVATE_INCLUDE dir)
#   tricolor_test(NAME tracking_test SOURCES tracking_test.cpp DEPS engine_tracking LABELS unit [PRIVATE_INCLUDE dir])
#
# DEPS are the libraries that the module's headers need; PRIVATE_DEPS are those that only its .cpp files need.
include(GoogleTest OPTIONAL)

# Compiles the files of a target together, sixteen at a time, where TRICOLOR_UNITY asks for it. Names in anonymous
# namespaces of one room must differ for that; a test file whose names are another's has a namespace of its own.
function(tricolor_compile_together TARGET)
  set_target_properties(${TARGET} PROPERTIES UNITY_BUILD ${TRICOLOR_UNITY} UNITY_BUILD_BATCH_SIZE 16)
endfunction()

function(tricolor_module)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS;PRIVATE_DEPS;PUBLIC_INCLUDE;PRIVATE_INCLUDE" ${ARGN})
  add_library(${ARG_NAME} STATIC ${ARG_SOURCES})
  tricolor_compile_together(${ARG_NAME})
  target_include_directories(${ARG_NAME} PUBLIC ${ARG_PUBLIC_INCLUDE} PRIVATE ${ARG_PRIVATE_INCLUDE})
  target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS} tricolor_options)
endfunction()

function(tricolor_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SOURCES;DEPS;LABELS;PRIVATE_INCLUDE" ${ARGN})
  if(NOT ARG_TIMEOUT)
    # The limit is generous, because a test may be slow on a machine with much else to do, and must not fail for it.
    set(ARG_TIMEOUT 900)
  endif()
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  tricolor_compile_together(${ARG_NAME})
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" OUTPUT_VARIABLE _registered)
  set_property(GLOBAL APPEND PROPERTY TRICOLOR_TEST_SOURCES ${_registered})
  target_include_directories(${ARG_NAME} PRIVATE ${ARG_PRIVATE_INCLUDE} "${CMAKE_SOURCE_DIR}/tests")
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gtest_main GTest::gmock tricolor_options)
  # Half of a build compiles tests, whose own lines take little time to run: -Og compiles them in two thirds of the time
  # of -O2, and in half of the time of -O1 under the sanitizers.
  target_compile_options(${ARG_NAME} PRIVATE -Og $<$<CONFIG:RelWithDebInfo>:-g0>)
  target_compile_definitions(${ARG_NAME} PRIVATE TRICOLOR_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  # The tunables are those of the program (harness/cli/main.cpp).
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT
    "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=67108864:glibc.malloc.trim_threshold=268435456")
  # A fresh clone knows no test's duration, so that ctest is told which are long: they begin first, and none ends alone.
  if("loop" IN_LIST ARG_LABELS)
    set_tests_properties(${ARG_NAME} PROPERTIES COST 20)
  endif()
endfunction()

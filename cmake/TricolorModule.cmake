# Declares a room's library, a program of tests, or a test of CTest, in one call.
#
#   tricolor_module(NAME engine_tracking SOURCES footprint.cpp DEPS engine_types PRIVATE_DEPS opencv_imgproc
#                   PUBLIC_INCLUDE dir PRIVATE_INCLUDE dir)
#   tricolor_test_program(engine_tests)
#   tricolor_test(NAME tracking_test SOURCES tracking_test.cpp DEPS engine_tracking LABELS unit [PRIVATE_INCLUDE dir])
#
# DEPS are the libraries that the module's headers need; PRIVATE_DEPS are those that only its .cpp files need.
include(GoogleTest OPTIONAL)

# Compiles the files of a target together, sixteen at a time, where TRICOLOR_UNITY asks for it. Names in anonymous
# namespaces of one room must differ for that; a test file has a namespace of its own, which is named as the file.
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

# A program for the tests of many rooms. Half of the time of compiling a test file goes to headers that its neighbours
# need too, and each program is linked.
function(tricolor_test_program NAME)
  add_executable(${NAME} "${CMAKE_SOURCE_DIR}/tests/main.cpp")
  tricolor_compile_together(${NAME})
  target_include_directories(${NAME} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_link_libraries(${NAME} PRIVATE GTest::gtest GTest::gmock tricolor_options)
  # Half of a build compiles tests, whose own lines take little time to run: -Og compiles them in two thirds of the
  # time of -O2, and in half of the time of -O1 under the sanitizers.
  target_compile_options(${NAME} PRIVATE -Og $<$<CONFIG:RelWithDebInfo>:-g0>)
  target_compile_definitions(${NAME} PRIVATE TRICOLOR_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endfunction()

# Puts test files into the program of their side of the house (tests/engine/… into engine_tests) and lets CTest run them
# as one test in a process of its own. Of SOURCES, those that end in _test.cpp hold tests; the others support them.
function(tricolor_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SOURCES;DEPS;LABELS;PRIVATE_INCLUDE" ${ARGN})
  if(NOT ARG_TIMEOUT)
    # The limit is generous, because a test may be slow on a machine with much else to do, and must not fail for it.
    set(ARG_TIMEOUT 900)
  endif()
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${CMAKE_SOURCE_DIR}/tests" OUTPUT_VARIABLE _folder)
  string(REGEX REPLACE "/.*" "" _program "${_folder}/")
  string(APPEND _program "_tests")
  foreach(_source ${ARG_SOURCES})
    cmake_path(ABSOLUTE_PATH _source NORMALIZE)
    target_sources(${_program} PRIVATE "${_source}")
    if(_source MATCHES "_test\\.cpp$")
      set_property(GLOBAL APPEND PROPERTY TRICOLOR_TEST_SOURCES "${_source}")
      cmake_path(RELATIVE_PATH _source BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
      list(APPEND _files "${_source}")
    endif()
  endforeach()
  target_include_directories(${_program} PRIVATE ${ARG_PRIVATE_INCLUDE})
  target_link_libraries(${_program} PRIVATE ${ARG_DEPS})
  add_test(NAME ${ARG_NAME} COMMAND ${_program} ${_files})
  # The tunables are those of the program (harness/cli/main.cpp).
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT
    "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=67108864:glibc.malloc.trim_threshold=268435456")
  # A fresh clone knows no test's duration, so that ctest is told which are long: they begin first, and none ends alone.
  if("loop" IN_LIST ARG_LABELS)
    set_tests_properties(${ARG_NAME} PROPERTIES COST 20)
  endif()
endfunction()

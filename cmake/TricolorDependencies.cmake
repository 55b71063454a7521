# Finds every outside library once. The reason for each is in ARCHITECTURE.md; the Debian packages are in packages.txt.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Boost REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(Freetype REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(GTest REQUIRED)
if(TRICOLOR_BENCH)
  find_package(benchmark REQUIRED)
endif()
if(TRICOLOR_VIEW)
  find_package(SFML 2.5 COMPONENTS graphics REQUIRED)
endif()

# Debian's OpenCVConfig.cmake requires every module of OpenCV to be installed. This project uses three modules, so it
# names their libraries itself. The headers are SYSTEM because OpenCV 4.6 warns under C++20.
find_path(OPENCV4_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(_module core imgproc dnn)
  find_library(OPENCV4_${_module}_LIBRARY opencv_${_module} REQUIRED)
  add_library(opencv_${_module} UNKNOWN IMPORTED)
  set_target_properties(opencv_${_module} PROPERTIES
    IMPORTED_LOCATION "${OPENCV4_${_module}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${OPENCV4_INCLUDE_DIR}")
endforeach()
set_property(TARGET opencv_imgproc PROPERTY INTERFACE_LINK_LIBRARIES opencv_core)
set_property(TARGET opencv_dnn PROPERTY INTERFACE_LINK_LIBRARIES opencv_imgproc)

# Debian's oneDNN divides its work by OpenMP; the number of OpenMP's threads is set through that library too.
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_path(ONEDNN_INCLUDE_DIR oneapi/dnnl/dnnl.hpp REQUIRED)
find_library(ONEDNN_LIBRARY dnnl REQUIRED)
add_library(onednn INTERFACE IMPORTED)
set_target_properties(onednn PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ONEDNN_INCLUDE_DIR}")
set_property(TARGET onednn PROPERTY INTERFACE_LINK_LIBRARIES "${ONEDNN_LIBRARY}" ${OpenMP_CXX_LIBRARIES})

# FFmpeg's headers only: the program loads the libraries when it first opens a film (engine/libav.h).
pkg_check_modules(LIBAV REQUIRED libavformat libavcodec libswscale libavutil)
add_library(libav INTERFACE IMPORTED)
set_target_properties(libav PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LIBAV_INCLUDE_DIRS}"
                      INTERFACE_LINK_LIBRARIES "${CMAKE_DL_LIBS}")

find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
add_library(random123 INTERFACE IMPORTED)
set_target_properties(random123 PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${RANDOM123_INCLUDE_DIR}")

find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
add_library(soci INTERFACE IMPORTED)
set_target_properties(soci PROPERTIES
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES "${SOCI_SQLITE3_LIBRARY};${SOCI_CORE_LIBRARY}")

# libosmium is headers only; it reads XML by expat and the compressed forms by zlib and bzip2.
find_path(OSMIUM_INCLUDE_DIR osmium/io/reader.hpp REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
add_library(osmium INTERFACE IMPORTED)
set_target_properties(osmium PROPERTIES
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${OSMIUM_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES "EXPAT::EXPAT;ZLIB::ZLIB;BZip2::BZip2;Threads::Threads")

find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
add_library(cli11 INTERFACE IMPORTED)
set_target_properties(cli11 PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${CLI11_INCLUDE_DIR}")

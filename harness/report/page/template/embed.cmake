# Writes OUTPUT, a C++ source that holds the files of PARTS byte by byte: `page_part("report.css")` gives one of them.
set(_arrays "")
set(_table "")
set(_number 0)
foreach(_part ${PARTS})
  get_filename_component(_name "${_part}" NAME)
  file(READ "${_part}" _hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," _bytes "${_hex}")
  string(APPEND _arrays "const unsigned char part_${_number}[] = {${_bytes}0};\n")
  string(APPEND _table "  if (name == \"${_name}\") return {reinterpret_cast<const char*>(part_${_number}), sizeof(part_${_number}) - 1};\n")
  math(EXPR _number "${_number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Made at build by embed.cmake.
#include \"report/page_parts.h\"

#include <stdexcept>
#include <string>

namespace tricolor::harness {

namespace {
${_arrays}}  // namespace

std::string_view page_part(std::string_view name) {
${_table}  throw std::logic_error(\"no such part of the page: \" + std::string(name));
}

}  // namespace tricolor::harness
")

# checkride_embed(TARGET NAMESPACE NAME=FILE...): makes each file part of the program, as
#   namespace NAMESPACE { std::string_view NAME(); }     declared in <TARGET>_embedded.hpp
# The assembler includes the bytes, so that size costs no compile time.
function(checkride_embed target namespace)
  set(header "#pragma once\n#include <string_view>\nnamespace ${namespace} {\n")
  set(source "#include \"${target}_embedded.hpp\"\n")
  set(definitions "")
  set(files "")
  foreach(entry ${ARGN})
    string(REGEX MATCH "^([a-z0-9_]+)=(.+)$" matched "${entry}")
    set(name "${CMAKE_MATCH_1}")
    get_filename_component(file "${CMAKE_MATCH_2}" ABSOLUTE)
    set(symbol "checkride_embedded_${target}_${name}")
    string(APPEND header "std::string_view ${name}();\n")
    string(APPEND source
      "asm(\".pushsection .rodata\\n.balign 16\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.popsection\\n\");\n"
      "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND definitions
      "std::string_view ${name}() { return std::string_view(${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})); }\n")
    list(APPEND files "${file}")
  endforeach()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  file(CONFIGURE OUTPUT "${folder}/${target}_embedded.hpp" CONTENT "${header}}  // namespace ${namespace}\n" @ONLY)
  file(CONFIGURE OUTPUT "${folder}/${target}_embedded.cpp"
       CONTENT "${source}namespace ${namespace} {\n${definitions}}  // namespace ${namespace}\n" @ONLY)
  set_source_files_properties("${folder}/${target}_embedded.cpp" PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE "${folder}/${target}_embedded.cpp")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()

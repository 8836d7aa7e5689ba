# Turns a file of lines into a C++ table, so that the binary carries it. The file NAME.jsonl gives the
# function NAME() that NAME.hpp beside it declares.
function(fs_embed_lines target file)
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFILE=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DSOURCE=${file}
            "-DHEADER=${folder}/${name}.hpp" -DNAME=${name} -DOUTPUT=${output}
            -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed_lines_script.cmake
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} cmake/embed_lines_script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

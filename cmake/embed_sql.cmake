# Turns the numbered .sql files of one engine into a C++ table, so that the binary carries its
# migrations. Order is the file name's order.
function(fs_embed_sql target directory)
  file(GLOB files CONFIGURE_DEPENDS ${directory}/*.sql)
  list(SORT files)
  get_filename_component(engine ${directory} NAME)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/schema_${engine}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DENGINE=${engine} -DOUTPUT=${output}
            -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed_sql_script.cmake
    DEPENDS ${files} cmake/embed_sql_script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# Countries and states as C++ tables: numbers and codes from src/core/countries.txt, names from Debian's iso-codes.
find_path(FS_ISO_CODES iso_3166-2.json PATHS /usr/share/iso-codes/json NO_DEFAULT_PATH REQUIRED)
add_executable(country_tables cmake/country_tables.cpp)
target_link_libraries(country_tables PRIVATE fs_options Boost::json)

function(fs_country_tables target)
  set(list ${CMAKE_CURRENT_SOURCE_DIR}/src/core/countries.txt)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/country_tables_made.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND country_tables ${list} ${FS_ISO_CODES} ${output}
    DEPENDS country_tables ${list} ${FS_ISO_CODES}/iso_3166-1.json ${FS_ISO_CODES}/iso_3166-2.json
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

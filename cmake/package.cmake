# What `cmake --install` and `make deb` put where. Paths are those of Debian 12.
include(GNUInstallDirs)
set(CPACK_PACKAGE_CONTACT "Fieldstone maintainers <maintainers@fieldstone.example>")

install(TARGETS fieldstone RUNTIME)
install(FILES packaging/fieldstone.service DESTINATION /lib/systemd/system)
install(FILES packaging/fieldstone.default DESTINATION /etc/default RENAME fieldstone)
install(FILES README.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md" PATTERN "*.txt" PATTERN "*.sql")
install(FILES packaging/debian/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The manual is what --help says, completion is what the binary knows of its commands, and the changelog is Debian's in
# form: all are made while installing, with the binary that is installed.
set(FS_PACKAGE_FILES ${CMAKE_CURRENT_BINARY_DIR}/package)
install(CODE "execute_process(COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/packaging/make_files.py
  $<TARGET_FILE:fieldstone> ${CMAKE_CURRENT_SOURCE_DIR}/CHANGELOG.md \"${CPACK_PACKAGE_CONTACT}\" ${FS_PACKAGE_FILES} COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${FS_PACKAGE_FILES}/fieldstone.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${FS_PACKAGE_FILES}/completion.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME fieldstone)
install(FILES ${FS_PACKAGE_FILES}/completion.zsh
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _fieldstone)
install(FILES ${FS_PACKAGE_FILES}/completion.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME fieldstone.fish)
install(FILES ${FS_PACKAGE_FILES}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fieldstone)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "server for customers and metafields of commerce stores")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Fieldstone keeps customers and metafields (namespaced, permissioned custom data
on any commerce resource) and speaks the BigCommerce V3 management API, so that
existing apps and SDKs work unchanged. Data is kept in one SQLite file or in
PostgreSQL; an acknowledged write has been through fsync.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS postgresql)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "")
foreach(file conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_SOURCE_DIR}/packaging/debian/${file})
endforeach()
# /etc and /lib stand beside /usr, not below it.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)

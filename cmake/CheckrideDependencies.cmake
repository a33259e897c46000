# Libraries from Debian 12; ci/install-deps.sh installs them.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_library(ZSTD_LIBRARY zstd REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(pugixml REQUIRED)
set(Boost_NO_WARN_NEW_VERSIONS ON)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS program_options)

# Asio and Beast are compiled once, into core/world and core/http: every other translation unit sees declarations.
add_library(checkride_asio INTERFACE)
add_library(checkride::asio ALIAS checkride_asio)
target_link_libraries(checkride_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(checkride_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
                           BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_HAS_CO_AWAIT)
set_target_properties(checkride_asio PROPERTIES SYSTEM ON)

# Boost.JSON and Boost.URL, compiled once each.
foreach(library json url)
  add_library(checkride_boost_${library} STATIC "${CMAKE_CURRENT_LIST_DIR}/boost/${library}.cpp")
  add_library(checkride::boost_${library} ALIAS checkride_boost_${library})
  target_link_libraries(checkride_boost_${library} PUBLIC Boost::headers)
endforeach()

if(CHECKRIDE_TESTS OR CHECKRIDE_FUZZ)
  include(GoogleTest)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
if(CHECKRIDE_BENCH)
  find_package(benchmark REQUIRED)
endif()

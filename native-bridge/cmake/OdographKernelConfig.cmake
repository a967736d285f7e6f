# find_package(OdographKernel REQUIRED), with -DOdographKernel_DIR=KIT/cmake, gives
#
#   odograph_add_kernels(NAME SOURCE…)
#
# for C and C++ sources and the library's own headers: the library libNAME.so, the executable NAME_check (the sources
# with the kit's check, under sanitizers) with its ctest, and the target NAME_fuzz. The baseline is ODOGRAPH_MARCH.
cmake_minimum_required(VERSION 3.20)
get_filename_component(ODOGRAPH_KERNEL_KIT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(ODOGRAPH_MARCH "armv8-a" CACHE STRING "instruction-set baseline that the kernels are compiled for")
else()
  set(ODOGRAPH_MARCH "x86-64-v2" CACHE STRING "instruction-set baseline that the kernels are compiled for")
endif()
if(ODOGRAPH_MARCH STREQUAL "native")
  message(FATAL_ERROR "ODOGRAPH_MARCH is native, which is another baseline on each machine; name one: x86-64-v3")
endif()
set(FUZZ_SECONDS 60 CACHE STRING "how long NAME_fuzz looks for a defect")

# A digest of the kit's headers, the given files, the flags and the compiler; configures again when a file changes.
function(odograph_build_id variable)
  file(GLOB headers "${ODOGRAPH_KERNEL_KIT}/include/odograph/*")
  set(facts "${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION} ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
  string(APPEND facts " ${ODOGRAPH_MARCH} ${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}")
  foreach(file IN LISTS headers ARGN)
    file(REAL_PATH "${file}" path BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    file(SHA256 "${path}" digest)
    get_filename_component(file_name "${path}" NAME)
    string(APPEND facts " ${file_name} ${digest}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  endforeach()
  file(SHA256 "${CMAKE_CURRENT_FUNCTION_LIST_FILE}" digest)
  string(SHA256 id "${facts} ${digest}")
  set(${variable} "${id}" PARENT_SCOPE)
endfunction()

function(odograph_add_kernels name)
  odograph_build_id(id ${ARGN})
  set(common -Wall -Wextra -Wno-missing-field-initializers -march=${ODOGRAPH_MARCH} -fno-math-errno -fno-trapping-math
    -ffp-contract=off "-ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}=." "-ffile-prefix-map=${ODOGRAPH_KERNEL_KIT}=kit")

  add_library(${name} SHARED ${ARGN})
  target_compile_options(${name} PRIVATE ${common} -O2 -ftree-vectorize -fvisibility=hidden
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_compile_definitions(${name} PRIVATE "ODOGRAPH_BUILD_ID=\"${id}\"")
  target_link_options(${name} PRIVATE "-Wl,--version-script=${ODOGRAPH_KERNEL_KIT}/cmake/exports.map"
    -static-libgcc -Wl,--exclude-libs,ALL -Wl,--build-id=sha1 -Wl,-z,defs -s $<$<LINK_LANGUAGE:CXX>:-static-libstdc++>)

  set(sanitize -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_executable(${name}_check ${ARGN} "${ODOGRAPH_KERNEL_KIT}/check/kernel_check.cpp")
  target_compile_options(${name}_check PRIVATE ${common} ${sanitize})
  target_compile_definitions(${name}_check PRIVATE "ODOGRAPH_BUILD_ID=\"sanitized\"")
  target_link_options(${name}_check PRIVATE ${sanitize})

  foreach(target ${name} ${name}_check)
    target_include_directories(${target} PRIVATE "${ODOGRAPH_KERNEL_KIT}/include")
    target_compile_definitions(${target} PRIVATE "ODOGRAPH_INSTRUCTION_SET=\"${ODOGRAPH_MARCH}\"")
    set_target_properties(${target} PROPERTIES C_STANDARD 11 CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON
      POSITION_INDEPENDENT_CODE ON)
  endforeach()

  add_test(NAME ${name}_check COMMAND ${name}_check)
  add_custom_target(${name}_fuzz COMMAND ${name}_check --fuzz ${FUZZ_SECONDS} DEPENDS ${name}_check USES_TERMINAL)
endfunction()

# The libraries of a program for Windows, where third_party/windows/build has put them: all static, and all found in
# LV_WINDOWS_PREFIX. Headers alone come from the system's packages.
foreach(headers glm::glm nlohmann_json::nlohmann_json CLI11::CLI11)
  add_library(${headers} INTERFACE IMPORTED)
endforeach()
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(glfw3 REQUIRED)
find_package(PNG REQUIRED)
find_program(Vulkan_GLSLC_EXECUTABLE glslc REQUIRED)

# The graphics driver's vulkan-1.dll is loaded at its first call (engine/gpu asks before whether there is one).
add_library(Vulkan::Vulkan INTERFACE IMPORTED)
target_link_libraries(Vulkan::Vulkan INTERFACE ${LV_WINDOWS_PREFIX}/lib/libvulkan-1-delayed.a)

function(lv_imported name)
  add_library(${name} INTERFACE IMPORTED)
  foreach(library ${ARGN})
    if(EXISTS ${LV_WINDOWS_PREFIX}/lib/lib${library}.a)
      target_link_libraries(${name} INTERFACE ${LV_WINDOWS_PREFIX}/lib/lib${library}.a)
    else()
      target_link_libraries(${name} INTERFACE ${library})  # of Windows
    endif()
  endforeach()
endfunction()
lv_imported(PkgConfig::OPENJPEG openjp2)
target_include_directories(PkgConfig::OPENJPEG INTERFACE ${LV_WINDOWS_PREFIX}/include/openjpeg-2.5)
target_compile_definitions(PkgConfig::OPENJPEG INTERFACE OPJ_STATIC)
lv_imported(PkgConfig::LIBARCHIVE archive)
target_compile_definitions(PkgConfig::LIBARCHIVE INTERFACE LIBARCHIVE_STATIC)
target_link_libraries(PkgConfig::LIBARCHIVE INTERFACE ZLIB::ZLIB)
lv_imported(PkgConfig::IMGUI imgui)
target_include_directories(PkgConfig::IMGUI INTERFACE ${LV_WINDOWS_PREFIX}/include/imgui)
lv_imported(PkgConfig::LIBAV avformat avcodec swscale avutil x264 vpx mfuuid strmiids ole32 user32 bcrypt)
set(LIBAV_FOUND ON)
lv_imported(lv_dcmtk dcmjpls dcmtkcharls dcmjpeg ijg8 ijg12 ijg16 dcmimage dcmimgle dcmdata oflog ofstd ws2_32 netapi32
            iphlpapi)
target_link_libraries(lv_dcmtk INTERFACE ZLIB::ZLIB)

# Writes the page's parts into a file that page_text.cpp includes: texts as they stand here, and the SHA-256 of style
# and script, by which a browser knows what it may run.
# usage: cmake -DOUT=FILE -DHTML=FILE -DCSS=FILE -DJS=FILE,FILE… -P embed.cmake
function(read_all out files)
  string(REPLACE "," ";" files "${files}")
  set(all "")
  foreach(file IN LISTS files)
    file(READ ${file} text)
    string(APPEND all "${text}")
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

set(code "")
foreach(kind html css js)
  string(TOUPPER ${kind} files)
  read_all(text "${${files}}")
  string(SHA256 digest "${text}")
  string(APPEND code "constexpr const char* page_${kind} = R\"page(${text})page\";\n")
  if(NOT kind STREQUAL "html")
    string(APPEND code "constexpr const char* page_${kind}_sha256 = \"${digest}\";\n")
  endif()
endforeach()
file(WRITE ${OUT} "${code}")

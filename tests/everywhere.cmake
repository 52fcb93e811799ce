# Tests of what is the same on every system: they need no device, no display and nothing of one system.
add_library(lv_test_phantom STATIC support/phantom.cpp)
target_link_libraries(lv_test_phantom PUBLIC lv_registration)
lv_test(volume SOURCES unit/test_volume.cpp MODULES volume)
lv_test(nifti SOURCES unit/test_nifti.cpp MODULES volume)
lv_test(pose SOURCES unit/test_pose.cpp MODULES registration)
lv_test(verdict SOURCES unit/test_verdict.cpp unit/test_row_verdicts.cpp MODULES registration)
lv_test(metric_cpu SOURCES twin/test_metric_cpu.cpp MODULES test_phantom LABELS threaded)
lv_test(known_pose SOURCES accuracy/test_known_pose.cpp MODULES test_phantom LABELS threaded)
lv_test(bad_pairs SOURCES accuracy/test_bad_pairs.cpp MODULES test_phantom LABELS threaded)
lv_test(contrast SOURCES accuracy/test_contrast.cpp unit/test_body_outline.cpp MODULES contrast test_phantom
        LABELS threaded)
lv_test(bend SOURCES unit/test_bend.cpp MODULES spine)
lv_test(demo SOURCES unit/test_demo.cpp MODULES demo LABELS threaded)
lv_test(page SOURCES unit/test_page.cpp support/dicom_bytes.cpp support/rows.cpp MODULES page session)
lv_test(script SOURCES unit/test_script.cpp support/dicom_bytes.cpp MODULES window)
lv_test(plane SOURCES render/test_plane.cpp MODULES render)
lv_test(shader_layout SOURCES render/test_shader_layout.cpp MODULES shaders)
lv_test(study SOURCES unit/test_study.cpp unit/test_study_rules.cpp unit/test_study_stacks.cpp
              unit/test_study_text.cpp unit/test_study_wild.cpp unit/test_study_words.cpp unit/test_study_sisters.cpp
              support/facts_text.cpp support/headers.cpp MODULES study)

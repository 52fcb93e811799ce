// Drops files onto a window as a file manager does.
// usage: drop TITLE PATH…      (a path as in a URI: %20 for a blank)
#include "tests/support/x11_hand.h"

int main(int argument_count, char** arguments) {
  if (argument_count < 3) return 2;
  lv::test::drop_files(arguments[1], {arguments + 2, arguments + argument_count});
  return 0;
}

// Drags files onto a window and lets go of them.
// usage: drop_files TITLE FILE…
#include "tests/support/x11_hand.h"

int main(int count, char** arguments) {
  if (count < 3) return 2;
  lv::test::drop_files(arguments[1], {arguments + 2, arguments + count});
}

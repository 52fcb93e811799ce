#include <cstdio>

int main() {
  std::puts("longview " LV_VERSION);
}

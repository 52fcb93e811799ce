#include "tests/support/x11_hand.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <dlfcn.h>

#include <array>
#include <cstdint>

namespace lv::test {
namespace {

class Hand {
 public:
  explicit Hand(const std::string& title) : display_(XOpenDisplay(nullptr)) {
    root_ = DefaultRootWindow(display_);
    Window parent = 0;
    Window* children = nullptr;
    unsigned count = 0;
    XQueryTree(display_, root_, &parent, &parent, &children, &count);
    for (unsigned c = 0; c < count; ++c) {
      char* name = nullptr;
      if (XFetchName(display_, children[c], &name) && title == name) window_ = children[c];
      XFree(name);
    }
    XFree(children);
    own_ = XCreateSimpleWindow(display_, root_, 0, 0, 1, 1, 0, 0, 0);
  }
  ~Hand() { XCloseDisplay(display_); }

  Atom atom(const char* name) { return XInternAtom(display_, name, False); }
  long own() const { return static_cast<long>(own_); }

  void tell(const char* type, const std::array<long, 5>& data) {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window_;
    event.xclient.message_type = atom(type);
    event.xclient.format = 32;
    for (std::size_t d = 0; d < data.size(); ++d) event.xclient.data.l[d] = data[d];
    XSendEvent(display_, window_, False, NoEventMask, &event);
    XFlush(display_);
  }

  void offer(Atom selection) { XSetSelectionOwner(display_, selection, own_, CurrentTime); }

  void wait_to_be_told(const char* type) {
    wait_for([expected = atom(type)](const XEvent& event) {
      return event.type == ClientMessage && event.xclient.message_type == expected;
    });
  }

  /// Waits until somebody fetches what is offered, and gives it.
  void give(const std::string& text) {
    const XEvent event = wait_for([](const XEvent& e) { return e.type == SelectionRequest; });
    const XSelectionRequestEvent& request = event.xselectionrequest;
    XChangeProperty(display_, request.requestor, request.property, request.target, 8,
                    PropModeReplace, reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
    XEvent answer{};
    answer.xselection.type = SelectionNotify;
    answer.xselection.requestor = request.requestor;
    answer.xselection.selection = request.selection;
    answer.xselection.target = request.target;
    answer.xselection.property = request.property;
    answer.xselection.time = request.time;
    XSendEvent(display_, request.requestor, False, NoEventMask, &answer);
    XSync(display_, False);
  }

 private:
  template <class Fits>
  XEvent wait_for(Fits fits) {
    XEvent event;
    do {
      XNextEvent(display_, &event);
    } while (!fits(event));
    return event;
  }

  Display* display_;
  Window root_ = 0, window_ = 0, own_ = 0;
};

}  // namespace

void close_window(const std::string& title) {
  Hand hand(title);
  hand.tell("WM_PROTOCOLS", {static_cast<long>(hand.atom("WM_DELETE_WINDOW"))});
}

void drop_files(const std::string& title, const std::vector<std::string>& paths) {
  constexpr long version = 5;
  Hand hand(title);
  std::string uris;
  for (const std::string& path : paths) uris += "file://" + path + "\r\n";
  hand.offer(hand.atom("XdndSelection"));
  hand.tell("XdndEnter",
            {hand.own(), version << 24, static_cast<long>(hand.atom("text/uri-list"))});
  hand.tell("XdndPosition",
            {hand.own(), 0, (20 << 16) | 20, 0, static_cast<long>(hand.atom("XdndActionCopy"))});
  hand.tell("XdndDrop", {hand.own(), 0, 0});
  hand.give(uris);
  hand.wait_to_be_told("XdndFinished");
}

namespace {

// The first members of XRRScreenResources: the tests need libXrandr, which GLFW loads, not its
// headers.
struct Resources {
  Time time, configured;
  int count;
  XID* monitors;
};

template <class Function>
Function from_randr(const char* name) {
  static void* const library = dlopen("libXrandr.so.2", RTLD_NOW);
  return reinterpret_cast<Function>(library ? dlsym(library, name) : nullptr);
}

}  // namespace

void switch_monitors_off() {
  const auto resources_of =
      from_randr<Resources* (*)(Display*, Window)>("XRRGetScreenResourcesCurrent");
  const auto set = from_randr<int (*)(Display*, Resources*, XID, Time, int, int, XID,
                                      unsigned short, XID*, int)>("XRRSetCrtcConfig");
  if (!resources_of || !set) return;  // then GLFW knows of one monitor that never goes
  Display* const display = XOpenDisplay(nullptr);
  Resources* const all = resources_of(display, DefaultRootWindow(display));
  for (int m = 0; m < all->count; ++m) {
    constexpr unsigned short upright = 1;
    set(display, all, all->monitors[m], CurrentTime, 0, 0, None, upright, nullptr, 0);
  }
  XCloseDisplay(display);
}

}  // namespace lv::test

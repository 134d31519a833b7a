"""The parts of a desktop that Pullkeeper talks to over D-Bus, on the session bus of the environment: a
StatusNotifierWatcher with a host that reads and clicks menus, and a notification daemon. Orders come on
standard input and answers go to standard output, each a line of JSON. `--no-tray` leaves the watcher out."""

import json
import sys
import threading

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


def tell(**fields):
    print(json.dumps(fields), flush=True)


class Watcher(dbus.service.Object):
    def __init__(self, bus):
        self.items = []
        super().__init__(bus, "/StatusNotifierWatcher")

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        path = service if service.startswith("/") else "/StatusNotifierItem"
        name = sender if service.startswith("/") else service
        self.items.append((name, path))
        self.StatusNotifierItemRegistered(name + path)
        tell(event="registered", name=str(name), path=str(path))

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        items = dbus.Array([name + path for name, path in self.items], signature="s")
        return {
            "RegisteredStatusNotifierItems": items,
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
        }


class Notifications(dbus.service.Object):
    def __init__(self, bus):
        self.last = 0
        super().__init__(bus, "/org/freedesktop/Notifications")

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        self.last += 1
        tell(event="notified", id=self.last, summary=str(summary), body=str(body))
        return dbus.UInt32(replaces or self.last)

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body"]

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return "test", "pullkeeper", "1", "1.2"

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, 3)

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, number, action):
        pass


class Desktop:
    def __init__(self, bus, with_tray):
        self.bus = bus
        self.watcher = None
        self.notifications = Notifications(bus)
        self.name = dbus.service.BusName(NOTIFICATIONS, bus)
        self.tray_name = None
        if with_tray:
            self.show_tray()

    def show_tray(self):
        if self.watcher is None:
            self.watcher = Watcher(self.bus)
        self.watcher.items.clear()
        self.tray_name = dbus.service.BusName(WATCHER, self.bus)

    def hide_tray(self):
        self.bus.release_name(WATCHER)
        self.tray_name = None

    def item(self):
        name, path = self.watcher.items[-1]
        return dbus.Interface(self.bus.get_object(name, path), ITEM), name, path

    def properties(self):
        _, name, path = self.item()
        found = self.bus.get_object(name, path).GetAll(ITEM, dbus_interface=dbus.PROPERTIES_IFACE)
        icons = found.get("IconPixmap", [])
        return {
            "title": str(found.get("Title", "")),
            "tooltip": " ".join(str(part) for part in found.get("ToolTip", [])[2:4]),
            "iconName": str(found.get("IconName", "")),
            "icon": "".join(bytes(icon[2]).hex() for icon in icons),
        }

    def menu(self):
        _, name, path = self.item()
        where = self.bus.get_object(name, path).Get(ITEM, "Menu", dbus_interface=dbus.PROPERTIES_IFACE)
        return dbus.Interface(self.bus.get_object(name, where), MENU)

    def layout(self):
        _, root = self.menu().GetLayout(0, -1, dbus.Array([], signature="s"))
        return self.node(root)

    def node(self, item):
        number, properties, children = item
        return {
            "id": int(number),
            "label": str(properties.get("label", "")),
            "separator": properties.get("type", "") == "separator",
            "enabled": bool(properties.get("enabled", True)),
            "checked": int(properties.get("toggle-state", -1)) == 1,
            "children": [self.node(child) for child in children],
        }

    def find(self, labels):
        node = self.layout()
        for label in labels:
            node = next(child for child in node["children"] if child["label"] == label)
        return node

    def event(self, number, kind):
        # As panels do it: an app that quits does not answer any more.
        nothing = dbus.Int32(0, variant_level=1)
        self.menu().Event(number, kind, nothing, dbus.UInt32(0), ignore_reply=True)

    def do(self, order):
        what = order["do"]
        if what == "layout":
            return self.layout()
        if what == "properties":
            return self.properties()
        if what == "items":
            return len(self.watcher.items) if self.watcher else 0
        if what == "open":
            return self.event(0, "opened")
        if what == "click":
            return self.event(self.find(order["labels"])["id"], "clicked")
        if what == "click-item":
            return self.event(order["id"], "clicked")
        if what == "activate":
            return self.item()[0].Activate(0, 0)
        if what == "invoke":
            return self.notifications.ActionInvoked(order["id"], "default")
        if what == "show-tray":
            return self.show_tray()
        if what == "hide-tray":
            return self.hide_tray()
        raise ValueError(what)

    def answer(self, order):
        try:
            tell(answer=order["n"], value=self.do(order))
        except Exception as error:  # what went wrong is the test's to see
            tell(answer=order["n"], error=f"{type(error).__name__}: {error}")
        return False


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    desktop = Desktop(dbus.SessionBus(), "--no-tray" not in sys.argv)
    loop = GLib.MainLoop()

    def read():
        for line in sys.stdin:
            GLib.idle_add(desktop.answer, json.loads(line))
        GLib.idle_add(loop.quit)

    threading.Thread(target=read, daemon=True).start()
    tell(event="ready")
    loop.run()


main()

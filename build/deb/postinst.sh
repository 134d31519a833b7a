#!/bin/sh
set -e
ln -sf "/opt/${sanitizedProductName}/${executable}" "/usr/bin/${executable}"
# The sandbox helper must be setuid root where the kernel or AppArmor keeps user namespaces from ordinary users.
chown root:root "/opt/${sanitizedProductName}/chrome-sandbox"
chmod 4755 "/opt/${sanitizedProductName}/chrome-sandbox"
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi

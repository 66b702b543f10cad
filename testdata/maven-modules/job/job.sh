#!/bin/sh
[ -s /app/app.jar ] && [ -s /app/lib/library-1.0.jar ] || exit 3
echo "job for $WHO"
exit "${CODE-0}"

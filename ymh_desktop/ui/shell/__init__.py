"""The frame of the window: navigation, top bar, pages, toasts, dialogs and help."""

"""start: what a start of the window passes over of Qt's library, so that it is shown sooner."""

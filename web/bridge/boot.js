// Tells the page around the canvas that it can be used: its loader goes, and tests begin.
addToLibrary({
    page_is_ready: () => {
        document.documentElement.dataset['ready'] = 'true';
    },
});

// Return every text whose contrast with what is behind it is below 4.5 (WCAG 2, level AA).
() => {
    const parts = (color) => {
        const numbers = color.match(/[\d.]+/g).map(Number);
        const scale = color.startsWith("color") ? 1 : 255;
        return [...numbers.slice(0, 3).map((n) => n / scale), numbers[3] ?? 1];
    };
    const over = ([r, g, b, a], [x, y, z]) => [r, g, b].map((n, i) => n * a + [x, y, z][i] * (1 - a));
    const behind = (e) => {
        if (!e) return [1, 1, 1];
        return over(parts(getComputedStyle(e).backgroundColor), behind(e.parentElement));
    };
    const light = (rgb) => {
        const [r, g, b] = rgb.map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const faint = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const e = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest(".unseen")) continue;
        const back = behind(e);
        const [one, other] = [light(over(parts(getComputedStyle(e).color), back)), light(back)];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) faint.push([texts.currentNode.data, contrast]);
    }
    return faint;
}

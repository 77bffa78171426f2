// Where the provider sends back to: the answer goes to the page that waits for it, which says when it has it.
const channel = new BroadcastChannel('sign-in');
channel.onmessage = () => window.close();
channel.postMessage(location.search);

package io.krater.k8s.log;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.krater.k8s.access.Secrets;
import io.krater.launch.LineSplitter;
import io.krater.node.EventLoop;
import io.krater.node.LogTime;
import io.krater.node.PodLog;
import io.krater.node.StreamText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log through the API server, with the node's timestamps. A stream that breaks, falls silent for long or
 * delivers something that is no log is taken up again at the last line; after the container's end the rest is read by
 * requests that end by themselves. Needs no thread: the client delivers pieces, the loop handles them.
 *
 * <p>The kubelet begins a new file when one grows beyond 10 MiB, and a new request reads only the latest. So a stream that still
 * flows when the container ends is let flow; and where it broke off before a new file was begun, the log is not complete, and
 * this is said.
 */
public final class ApiLog implements PodLog {
    private static final long RETRY_MILLIS = 250;
    private static final long SILENCE_MILLIS = 30_000;
    private static final long LONGEST_SILENCE_MILLIS = 120_000;
    private static final int STREAM_SECONDS = 3_600;
    private static final int REST_SECONDS = 300;
    private static final long REST_SILENCE_MILLIS = 5_000;
    /** A log of this many bytes may have been continued in a new file: its stream is let flow until silent for so long. */
    private static final long LONG_LOG_BYTES = 256 * 1024;

    private static final long DRY_MILLIS = 2_000;
    private static final int NOTE = 300;
    private static final String LACKING =
            "its stream broke off, and the kubelet began a new file meanwhile: lines before that may be missing";

    private final KubernetesClient client;
    private final EventLoop loop;
    private final String path;
    private final long patienceNanos;
    private final LogPosition position = new LogPosition();
    private final LineSplitter splitter = LineSplitter.ofRecords(this::line);
    private final StreamText text;
    /** The kubelet gives a line of any length the time of its beginning: a gate's word at its end would have a wrong one. */
    private boolean inLongLine;

    private int longLines;
    private @Nullable Stream stream;
    private EventLoop.@Nullable Timer watchdog;
    private @Nullable Done done;
    private long giveUpAt;
    private long lastWord;
    private long silenceMillis = SILENCE_MILLIS;
    private long bytes;
    private boolean endedByItself;
    private boolean begun;
    private boolean closed;
    private int resumptions;
    private String note = "";

    /**
     * A log that is not asked for yet.
     *
     * @param patienceNanos how long the rest of the log may take after the container's end
     */
    public ApiLog(
            KubernetesClient client,
            EventLoop loop,
            String namespace,
            String pod,
            String container,
            Sink sink,
            long patienceNanos) {
        this.client = client;
        this.loop = loop;
        this.path =
                "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?container=" + container + "&timestamps=true";
        this.text = new StreamText(sink::line);
        this.patienceNanos = patienceNanos;
    }

    @Override
    public void started() {
        if (!begun && !closed && done == null) {
            begun = true;
            open(true);
        }
    }

    @Override
    public void finish(Done whenDone) {
        done = whenDone;
        giveUpAt = System.nanoTime() + patienceNanos;
        Stream following = stream;
        if (following == null) {
            open(false);
        } else {
            restOnceDry(following);
        }
    }

    /** Reads the rest anew once the stream that follows has nothing more: what is still under way in it may be nowhere else. */
    private void restOnceDry(Stream following) {
        if (closed || following != stream) {
            return;
        }
        long left = DRY_MILLIS - (System.nanoTime() - lastWord) / 1_000_000;
        if (bytes >= LONG_LOG_BYTES && left > 0) {
            loop.after(left, TimeUnit.MILLISECONDS, () -> restOnceDry(following));
        } else {
            open(false);
        }
    }

    private void open(boolean follow) {
        if (closed) {
            return;
        }
        cancelStream();
        splitter.reset();
        inLongLine = false;
        position.resume(endedByItself);
        endedByItself = false;
        String since = position.hasBegun() ? "&sinceTime=" + Instant.ofEpochSecond(position.resumeSecond()) : "";
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(base() + path + since + (follow ? "&follow=true" : ""))
                .forStreaming()
                .timeout(follow ? STREAM_SECONDS : REST_SECONDS, TimeUnit.SECONDS)
                .build();
        Stream opened = new Stream(follow);
        stream = opened;
        opened.send(request);
        lastWord = System.nanoTime();
        guard(opened, follow ? silenceMillis : restSilenceMillis());
    }

    /** A rest that does not come is waited for no longer than was promised. */
    private long restSilenceMillis() {
        long left = (giveUpAt - System.nanoTime()) / 1_000_000;
        return Math.min(REST_SILENCE_MILLIS, Math.max(RETRY_MILLIS, left));
    }

    /** Takes the stream up again if it is silent for so long: it may be dead without anybody having said so. */
    private void guard(Stream guarded, long silence) {
        long left = silence - (System.nanoTime() - lastWord) / 1_000_000;
        if (left > 0) {
            watchdog = loop.after(left, TimeUnit.MILLISECONDS, () -> guard(guarded, silence));
        } else if (guarded == stream) {
            silenceMillis = Math.min(LONGEST_SILENCE_MILLIS, silenceMillis * 2);
            again(guarded, "no word for long");
        }
    }

    private String base() {
        String url = client.getMasterUrl().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private void line(byte[] bytes, int from, int length, boolean truncated) {
        if (truncated && inLongLine) {
            inLongLine = false;
            return;
        }
        inLongLine = truncated;
        int to = from + length;
        int space = from;
        while (space < to && bytes[space] != ' ') {
            space++;
        }
        long at = LogTime.parse(bytes, from, space);
        if (at == LogTime.NONE) {
            // a Status that arrives as text, or the kubelet's own words: not the workload's
            String said = Secrets.hide(new String(bytes, from, length, StandardCharsets.UTF_8));
            note = said.substring(0, Math.min(NOTE, said.length()));
            Stream current = stream;
            if (current != null) {
                current.foreign = true;
            }
        } else if (position.isNew(at, bytes, from, length)) {
            int begin = Math.min(to, space + 1);
            text.add(at, bytes, begin, to - begin);
            if (truncated) {
                text.cutLine();
                longLines++;
            } else {
                text.endLine();
            }
        }
    }

    private void ended(Stream ended, @Nullable Throwable failure) {
        if (ended != stream || closed) {
            return;
        }
        if (failure != null || ended.foreign) {
            again(ended, failure == null ? note : Secrets.hide(String.valueOf(failure.getMessage())));
            return;
        }
        endedByItself = true;
        Done waiting = done;
        if (waiting == null) {
            // the kubelet ended the stream: either the container has ended, which the API will tell, or it broke
            again(ended, "the stream ended");
        } else if (ended.follows) {
            open(false); // it read its file to the end, but perhaps not the file after that
        } else {
            splitter.end();
            finished(waiting, !position.mayLack(), position.mayLack() ? LACKING : "");
        }
    }

    private void again(Stream old, String why) {
        if (old != stream || closed) {
            return;
        }
        note = why;
        Done waiting = done;
        cancelStream();
        if (waiting != null && System.nanoTime() >= giveUpAt) {
            splitter.end();
            finished(waiting, false, why);
            return;
        }
        resumptions++;
        boolean follow = waiting == null;
        watchdog = loop.after(RETRY_MILLIS, TimeUnit.MILLISECONDS, () -> open(follow));
    }

    private void finished(Done waiting, boolean complete, String problem) {
        done = null;
        close();
        waiting.done(complete, problem);
    }

    private void cancelStream() {
        Stream old = stream;
        stream = null;
        if (old != null) {
            old.cancel();
        }
        EventLoop.Timer dog = watchdog;
        if (dog != null) {
            dog.cancel();
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("log", "api");
        if (longLines > 0) {
            facts.put("log_cut_lines", longLines + ", whose ends have no time of their own through the API server");
        }
        if (resumptions > 0) {
            facts.put("log_resumed", Integer.toString(resumptions));
            facts.put("log_resumed_because", note);
        }
        return facts;
    }

    @Override
    public void close() {
        closed = true;
        cancelStream();
    }

    /** One request's answer, as it comes. */
    private final class Stream {
        private volatile @Nullable AsyncBody body;
        private volatile boolean cancelled;
        private final boolean follows;
        private boolean foreign;

        Stream(boolean follows) {
            this.follows = follows;
        }

        void send(HttpRequest request) {
            Future<?> unused = client.getHttpClient()
                    .consumeBytes(request, this::piece)
                    .whenComplete((response, failure) -> {
                        if (failure != null) {
                            loop.execute(() -> ended(this, failure));
                        } else {
                            answered(response);
                        }
                    });
        }

        private void answered(HttpResponse<AsyncBody> response) {
            AsyncBody opened = response.body();
            body = opened;
            if (cancelled) {
                opened.cancel();
            } else if (response.isSuccessful()) {
                opened.consume();
                Future<?> unused =
                        opened.done().whenComplete((nothing, broken) -> loop.execute(() -> ended(this, broken)));
            } else {
                // the text is a Status, and 400 most often means that the container is still being created
                opened.cancel();
                loop.execute(
                        () -> ended(this, new IllegalStateException("the log endpoint answered " + response.code())));
            }
        }

        /** The next piece is asked for when this one has been handled, so that no more than one waits. */
        private void piece(List<ByteBuffer> pieces, AsyncBody from) {
            loop.execute(() -> {
                if (Stream.this == stream) {
                    lastWord = System.nanoTime();
                    for (ByteBuffer part : pieces) {
                        bytes += part.remaining();
                        splitter.feed(part);
                    }
                    from.consume();
                } else {
                    from.cancel();
                }
            });
        }

        void cancel() {
            cancelled = true;
            AsyncBody open = body;
            if (open != null) {
                open.cancel();
            }
        }
    }
}

package io.krater.k8s.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.net.http.HttpClient;
import java.util.Optional;

/**
 * The way to one API server.
 *
 * @param config server, certificates, proxy, namespace; no token
 * @param tokens where bearer tokens come from; empty for certificates, passwords and no credentials at all
 * @param who whose credentials they are and where they stand, for people, such as {@code user "ada" (token) of /home/ada/config}
 * @param anonymous whether there are no credentials at all
 */
public record Access(Config config, Optional<TokenSource> tokens, String who, boolean anonymous) {
    /** Requests are not repeated behind one's back, and each has a connection of its own. */
    static Config unhurried(ConfigBuilder config) {
        return config.withAutoConfigure(false)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                // a connection of its own for each request under way: a dead one then stops nothing but its own
                .withHttp2Disable(true)
                .build();
    }

    /** The context's namespace, else {@code default}. */
    public String namespace() {
        return config.getNamespace() == null || config.getNamespace().isBlank() ? "default" : config.getNamespace();
    }

    /** A new client for objects of all kinds. */
    public KubernetesClient client() {
        return client(new KubernetesSerialization());
    }

    /** A new client that knows pods, their events and answers by kind; everything else has to be asked for by its type. */
    public KubernetesClient podClient() {
        return client(serialization());
    }

    private KubernetesClient client(KubernetesSerialization serialization) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withHttpClientFactory(new StraightFactory())
                .withHttpClientBuilderConsumer(builder -> {
                    builder.addOrReplaceInterceptor(Deadline.NAME, new Deadline(config.getRequestTimeout()));
                    tokens.ifPresent(them ->
                            builder.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, new Authorisation(them)));
                })
                .build();
    }

    /** Of what watches tell; the library would otherwise load a class for each of the 500 kinds of resource that it knows. */
    static KubernetesSerialization serialization() {
        KubernetesSerialization few = new KubernetesSerialization(new ObjectMapper(), false);
        few.registerKubernetesResource(Pod.class);
        few.registerKubernetesResource(Event.class);
        few.registerKubernetesResource(Status.class);
        return few;
    }

    /** An API server sends nobody elsewhere; whoever does, must not be told our credentials there. */
    private static final class StraightFactory extends JdkHttpClientFactory {
        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.followRedirects(HttpClient.Redirect.NEVER);
        }
    }
}

package io.krater.cri;

import io.grpc.MethodDescriptor;
import io.krater.cri.v1.ContainerStatusRequest;
import io.krater.cri.v1.ContainerStatusResponse;
import io.krater.cri.v1.CreateContainerRequest;
import io.krater.cri.v1.CreateContainerResponse;
import io.krater.cri.v1.ImageServiceGrpc;
import io.krater.cri.v1.ImageStatusRequest;
import io.krater.cri.v1.ImageStatusResponse;
import io.krater.cri.v1.ListContainersRequest;
import io.krater.cri.v1.ListContainersResponse;
import io.krater.cri.v1.ListImagesRequest;
import io.krater.cri.v1.ListImagesResponse;
import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.ListPodSandboxResponse;
import io.krater.cri.v1.PodSandboxStatusRequest;
import io.krater.cri.v1.PodSandboxStatusResponse;
import io.krater.cri.v1.PullImageRequest;
import io.krater.cri.v1.PullImageResponse;
import io.krater.cri.v1.RemoveContainerRequest;
import io.krater.cri.v1.RemoveContainerResponse;
import io.krater.cri.v1.RemovePodSandboxRequest;
import io.krater.cri.v1.RemovePodSandboxResponse;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.cri.v1.RunPodSandboxResponse;
import io.krater.cri.v1.RuntimeConfigRequest;
import io.krater.cri.v1.RuntimeConfigResponse;
import io.krater.cri.v1.RuntimeServiceGrpc;
import io.krater.cri.v1.StartContainerRequest;
import io.krater.cri.v1.StartContainerResponse;
import io.krater.cri.v1.StatusRequest;
import io.krater.cri.v1.StatusResponse;
import io.krater.cri.v1.StopContainerRequest;
import io.krater.cri.v1.StopContainerResponse;
import io.krater.cri.v1.StopPodSandboxRequest;
import io.krater.cri.v1.StopPodSandboxResponse;
import io.krater.cri.v1.VersionRequest;
import io.krater.cri.v1.VersionResponse;
import java.time.Duration;
import java.util.function.Function;

/**
 * A call of the CRI.
 *
 * @param label its name in results: lower case, words joined by {@code _}
 * @param method the call
 * @param deadline which of the deadlines is its
 * @param <Q> its request
 * @param <R> its response
 */
record CriOperation<Q, R>(String label, MethodDescriptor<Q, R> method, Function<CriDeadlines, Duration> deadline) {
    static final CriOperation<VersionRequest, VersionResponse> VERSION =
            new CriOperation<>("version", RuntimeServiceGrpc.getVersionMethod(), CriDeadlines::question);
    static final CriOperation<StatusRequest, StatusResponse> STATUS =
            new CriOperation<>("status", RuntimeServiceGrpc.getStatusMethod(), CriDeadlines::question);
    static final CriOperation<RuntimeConfigRequest, RuntimeConfigResponse> RUNTIME_CONFIG =
            new CriOperation<>("runtime_config", RuntimeServiceGrpc.getRuntimeConfigMethod(), CriDeadlines::question);
    static final CriOperation<RunPodSandboxRequest, RunPodSandboxResponse> RUN_POD_SANDBOX =
            new CriOperation<>("run_pod_sandbox", RuntimeServiceGrpc.getRunPodSandboxMethod(), CriDeadlines::change);
    static final CriOperation<StopPodSandboxRequest, StopPodSandboxResponse> STOP_POD_SANDBOX =
            new CriOperation<>("stop_pod_sandbox", RuntimeServiceGrpc.getStopPodSandboxMethod(), CriDeadlines::change);
    static final CriOperation<RemovePodSandboxRequest, RemovePodSandboxResponse> REMOVE_POD_SANDBOX =
            new CriOperation<>(
                    "remove_pod_sandbox", RuntimeServiceGrpc.getRemovePodSandboxMethod(), CriDeadlines::change);
    static final CriOperation<PodSandboxStatusRequest, PodSandboxStatusResponse> POD_SANDBOX_STATUS =
            new CriOperation<>(
                    "pod_sandbox_status", RuntimeServiceGrpc.getPodSandboxStatusMethod(), CriDeadlines::question);
    static final CriOperation<ListPodSandboxRequest, ListPodSandboxResponse> LIST_POD_SANDBOX = new CriOperation<>(
            "list_pod_sandbox", RuntimeServiceGrpc.getListPodSandboxMethod(), CriDeadlines::question);
    static final CriOperation<CreateContainerRequest, CreateContainerResponse> CREATE_CONTAINER =
            new CriOperation<>("create_container", RuntimeServiceGrpc.getCreateContainerMethod(), CriDeadlines::change);
    static final CriOperation<StartContainerRequest, StartContainerResponse> START_CONTAINER =
            new CriOperation<>("start_container", RuntimeServiceGrpc.getStartContainerMethod(), CriDeadlines::change);
    static final CriOperation<StopContainerRequest, StopContainerResponse> STOP_CONTAINER =
            new CriOperation<>("stop_container", RuntimeServiceGrpc.getStopContainerMethod(), CriDeadlines::change);
    static final CriOperation<RemoveContainerRequest, RemoveContainerResponse> REMOVE_CONTAINER =
            new CriOperation<>("remove_container", RuntimeServiceGrpc.getRemoveContainerMethod(), CriDeadlines::change);
    static final CriOperation<ContainerStatusRequest, ContainerStatusResponse> CONTAINER_STATUS = new CriOperation<>(
            "container_status", RuntimeServiceGrpc.getContainerStatusMethod(), CriDeadlines::question);
    static final CriOperation<ListContainersRequest, ListContainersResponse> LIST_CONTAINERS =
            new CriOperation<>("list_containers", RuntimeServiceGrpc.getListContainersMethod(), CriDeadlines::question);
    static final CriOperation<ListImagesRequest, ListImagesResponse> LIST_IMAGES =
            new CriOperation<>("list_images", ImageServiceGrpc.getListImagesMethod(), CriDeadlines::question);
    static final CriOperation<ImageStatusRequest, ImageStatusResponse> IMAGE_STATUS =
            new CriOperation<>("image_status", ImageServiceGrpc.getImageStatusMethod(), CriDeadlines::question);
    static final CriOperation<PullImageRequest, PullImageResponse> PULL_IMAGE =
            new CriOperation<>("pull_image", ImageServiceGrpc.getPullImageMethod(), CriDeadlines::pull);
}

namespace Grpc.Core;

/// <summary>The state of a channel. The official assemblies hold the values as constants.</summary>
/// <remarks>Source: github.com/grpc/grpc, doc/connectivity-semantics-and-api.md.</remarks>
public enum ConnectivityState
{
    Idle = 0,
    Connecting = 1,
    Ready = 2,
    TransientFailure = 3,
    Shutdown = 4,
}

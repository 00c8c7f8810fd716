using CbmExchange.Contracts.Rpc;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>Reads what a call was refused with.</summary>
internal static class Refused
{
    /// <summary>
    /// Awaits a call that must be refused; answers status code and reason, e.g. "NotFound NOT_FOUND".
    /// </summary>
    public static async Task<string> ReasonAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return $"{error.StatusCode} {Detail<ErrorInfo>(error)?.Reason}";
    }

    /// <summary>The first detail of a type, or null.</summary>
    public static T? Detail<T>(RpcException error)
        where T : class, IMessage<T>, new()
    {
        var bytes = error.Trailers.GetValueBytes("grpc-status-details-bin");
        return bytes is null
            ? null
            : RpcStatus.Parser.ParseFrom(bytes).Details.Where(detail => detail.Is(new T().Descriptor))
                .Select(detail => detail.Unpack<T>()).FirstOrDefault();
    }
}

using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Rpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Cli.Connection;

/// <summary>
/// Reads what the node said when it said no: the sentence, the reason and every fault (google.rpc.Status).
/// </summary>
internal static class NodeAnswer
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static CommandStopped Read(RpcException failure)
    {
        var details = Details(failure);
        var code = IsTls(failure) ? ExitCode.NotReachable : CodeOf(failure.StatusCode);
        if (details is null)
        {
            return new CommandStopped(code, PlainSentence(failure));
        }

        var sentence = details.Message.Length > 0 ? details.Message : PlainSentence(failure);
        return new CommandStopped(code, sentence + Hints(details))
        {
            Reason = All<ErrorInfo>(details).Select(info => info.Reason).FirstOrDefault() ?? "",
            Faults = [.. All<BadRequest>(details).SelectMany(bad => bad.FieldViolations)
                .Select(fault => (fault.Field, fault.Description))],
        };
    }

    private static int CodeOf(StatusCode code) => code switch
    {
        StatusCode.NotFound => ExitCode.NotFound,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.NotReachable,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => ExitCode.NotAllowed,
        _ => ExitCode.Refused,
    };

    private static string Hints(RpcStatus details)
    {
        var conflict = All<VersionConflict>(details).FirstOrDefault();
        var retry = All<RetryInfo>(details).FirstOrDefault();
        var request = All<RequestInfo>(details).FirstOrDefault();
        return (conflict is null ? "" : $" The node holds version {conflict.HeldVersion}; look again and repeat.")
            + (retry is null ? "" : $" Try again in {retry.RetryDelay.ToTimeSpan().TotalSeconds:0.#} s.")
            + (request is null ? "" : $" Correlation id for the administrator: {request.RequestId}.");
    }

    private static RpcStatus? Details(RpcException failure)
    {
        var entry = failure.Trailers.FirstOrDefault(trailer => trailer.IsBinary && trailer.Key == DetailsTrailer);
        if (entry is null)
        {
            return null;
        }

        try
        {
            return RpcStatus.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static IEnumerable<T> All<T>(RpcStatus details)
        where T : class, IMessage<T>, new() =>
        details.Details.Select(any => any.TryUnpack<T>(out var detail) ? detail : null).OfType<T>();

    // gRPC's own texts name exceptions and sockets; a duty officer needs to know what to do.
    private static string PlainSentence(RpcException failure) => failure.StatusCode switch
    {
        _ when IsTls(failure) => "The node's certificate does not stand under the root of your profile, or it " +
            "refused yours. Nothing was sent.",
        StatusCode.Unavailable => "The node does not answer at the profile's address. Is it running?",
        StatusCode.DeadlineExceeded => "The node did not answer in time. Nothing is known about the outcome: " +
            "repeat with the same --command-id.",
        StatusCode.Unauthenticated => "The node does not know this officer's certificate.",
        StatusCode.PermissionDenied => "Your role does not allow this.",
        StatusCode.NotFound => "Not found.",
        StatusCode.Unimplemented => "The node is older than this cbmx and does not know this command.",
        StatusCode.Cancelled => "Stopped before the end.",
        StatusCode.Internal => "The node could not answer. Its log says why.",
        _ => failure.Status.Detail,
    };

    private static bool IsTls(RpcException failure) =>
        failure.Status.Detail.Contains("SSL", StringComparison.Ordinal)
        || failure.InnerException is System.Security.Authentication.AuthenticationException;
}

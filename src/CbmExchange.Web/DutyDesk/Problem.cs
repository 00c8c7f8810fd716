using System.Collections.Immutable;
using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Rpc;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Web.DutyDesk;

/// <summary>Why the node said no, in its own words (google.rpc.Status).</summary>
/// <param name="Reason">Code, e.g. "STATE_UNKNOWN"; empty when it gave none.</param>
/// <param name="Sentence">For reading.</param>
/// <param name="Faults">Each field that is wrong, as the request names it, with what is wrong.</param>
public sealed record Problem(string Reason, string Sentence, ImmutableArray<(string Field, string What)> Faults)
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>True when the officer is not let in any more: signed out, removed, or its certificate ended.</summary>
    public bool IsSignedOut { get; init; }

    /// <summary>True when it is not there, or not this officer's to see.</summary>
    public bool IsNotFound { get; init; }

    /// <summary>True when the store does not answer: ask again later, with the same command id.</summary>
    public bool IsPassing { get; init; }

    /// <summary>States that a mistyped name may have meant: code and name, best first.</summary>
    public ImmutableArray<(string Code, string Name)> Meant { get; init; } = [];

    /// <summary>A problem of a page's own.</summary>
    public static Problem Plain(string sentence) => new("", sentence, []);

    /// <summary>As the node said it.</summary>
    public static Problem Of(RpcException refused)
    {
        var details = DetailsOf(refused);
        var sentence = details is { Message.Length: > 0 } ? details.Message : Plain(refused.StatusCode, refused);
        return new Problem(
            details is null ? "" : All<ErrorInfo>(details).Select(info => info.Reason).FirstOrDefault() ?? "",
            details is null ? sentence : sentence + Hint(details),
            details is null ? [] : [.. All<BadRequest>(details).SelectMany(bad => bad.FieldViolations)
                .Select(fault => (fault.Field, fault.Description))])
        {
            Meant = details is null ? [] : [.. All<StateSuggestions>(details).SelectMany(all => all.States)
                .Select(one => (one.Code, one.Name))],
            IsSignedOut = refused.StatusCode == StatusCode.Unauthenticated,
            IsNotFound = refused.StatusCode == StatusCode.NotFound,
            IsPassing = refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
                or StatusCode.Cancelled,
        };
    }

    private static string Hint(RpcStatus details) =>
        All<RequestInfo>(details).FirstOrDefault() is { } request
            ? $" Correlation id for the administrator: {request.RequestId}."
            : "";

    private static string Plain(StatusCode code, RpcException refused) => code switch
    {
        StatusCode.Cancelled or StatusCode.DeadlineExceeded =>
            "The node did not answer in time. Nothing is known about the outcome: send the form again as it is.",
        StatusCode.Internal or StatusCode.Unknown => "The node could not answer. Its log says why.",
        _ => refused.Status.Detail,
    };

    private static RpcStatus? DetailsOf(RpcException failure)
    {
        var entry = failure.Trailers.FirstOrDefault(trailer => trailer.IsBinary && trailer.Key == DetailsTrailer);
        try
        {
            return entry is null ? null : RpcStatus.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static IEnumerable<T> All<T>(RpcStatus details)
        where T : class, IMessage<T>, new() =>
        details.Details.Select(any => any.TryUnpack<T>(out var detail) ? detail : null).OfType<T>();
}

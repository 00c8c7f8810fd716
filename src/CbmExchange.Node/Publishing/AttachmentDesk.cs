using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Publishing;

/// <summary>Attachments by hash: taken in verified, given to whoever may read a record that names them.</summary>
internal sealed class AttachmentDesk(
    AttachmentStore files,
    OwnRecordTable records,
    IHeldRecords held,
    ReadRights rights
)
{
    /// <summary>Bytes of one message of a transfer.</summary>
    private const int ChunkBytesMax = 64 * 1024;

    private const int HashChars = 64;

    private readonly ConcurrentDictionary<ContentHash, byte> uploading = [];

    /// <summary>Takes an attachment in; what was received of the same hash before is not needed again.</summary>
    public async Task<PutAttachmentResponse> PutAsync(
        IAsyncStreamReader<PutAttachmentRequest> requests,
        CancellationToken cancellationToken
    )
    {
        if (!await requests.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            throw RefusalStatus.ToException(
                Refusal.Invalid([new FieldFault("sha256", "Must be in the first message.")])
            );
        }

        var first = requests.Current;
        if (UnknownFields.AreIn(first) || Faults(first) is { Length: > 0 })
        {
            throw RefusalStatus.ToException(Refusal.Invalid(Faults(first)));
        }

        var hash = new ContentHash(first.Sha256);
        if (!uploading.TryAdd(hash, 0))
        {
            throw RefusalStatus.ToException(
                new Refusal(
                    RefusalKind.ResourceExhausted,
                    "UPLOAD_UNDER_WAY",
                    "This attachment is being sent already; try again later."
                )
            );
        }

        try
        {
            await ReceiveAsync(hash, requests, cancellationToken).ConfigureAwait(false);
            return new PutAttachmentResponse { Sha256 = hash.Hex, SizeBytes = files.LengthOf(hash) ?? 0 };
        }
        catch (AttachmentRefusedException refused)
        {
            throw RefusalStatus.ToException(RefusalOf(refused));
        }
        finally
        {
            uploading.TryRemove(hash, out _);
        }
    }

    /// <summary>Streams an attachment; any hash that the officer may not read is not there.</summary>
    public async Task GetAsync(
        OfficerCall call,
        GetAttachmentRequest request,
        IServerStreamWriter<GetAttachmentResponse> responses,
        CancellationToken cancellationToken
    )
    {
        var hash = new ContentHash(request.Sha256);
        if (
            !await MayReadAsync(call, request.Sha256, cancellationToken).ConfigureAwait(false)
            || files.LengthOf(hash) is not { } total
        )
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        for (var offset = Math.Max(0, request.OffsetBytes); offset < total; )
        {
            var chunk =
                await files.ReadAsync(hash, offset, ChunkBytesMax, cancellationToken).ConfigureAwait(false)
                ?? throw RefusalStatus.ToException(Refusal.NotFound);
            await responses
                .WriteAsync(
                    new GetAttachmentResponse { Chunk = ByteString.CopyFrom(chunk.Span), TotalBytes = total },
                    cancellationToken
                )
                .ConfigureAwait(false);
            offset += chunk.Length;
        }
    }

    private async Task ReceiveAsync(
        ContentHash hash,
        IAsyncStreamReader<PutAttachmentRequest> requests,
        CancellationToken cancellationToken
    )
    {
        if (files.LengthOf(hash) is not null)
        {
            return;
        }

        // The caller may begin anew or where it stopped: what is there already is skipped.
        var place = requests.Current.OffsetBytes;
        do
        {
            var chunk = requests.Current.Chunk.Memory;
            var received = files.ReceivedOf(hash);
            if (chunk.Length > ChunkBytesMax || place > received)
            {
                throw new AttachmentRefusedException("ATTACHMENT_OFFSET", "The bytes do not follow those received.");
            }

            var known = (int)Math.Min(chunk.Length, received - place);
            if (known < chunk.Length)
            {
                await files.WriteAsync(hash, received, chunk[known..], cancellationToken).ConfigureAwait(false);
            }

            place += chunk.Length;
        } while (await requests.MoveNext(cancellationToken).ConfigureAwait(false));
        await files.CompleteAsync(hash, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> MayReadAsync(OfficerCall call, string sha256, CancellationToken cancellationToken) =>
        IsHash(sha256)
        && (
            records.TypesNaming(sha256).Any(type => rights.May(call, type, isOwn: true))
            || await held
                .NamesAttachmentAsync(sha256, rights.Types(call, isOwn: false), cancellationToken)
                .ConfigureAwait(false)
        );

    private static FieldFault[] Faults(PutAttachmentRequest first) =>
        [
            .. IsHash(first.Sha256) ? [] : new[] { new FieldFault("sha256", "Must be 64 lower-case hex digits.") },
            .. first.SizeBytes is > 0 and <= StoreLimits.AttachmentBytesMax
                ? []
                : new[] { new FieldFault("sizeBytes", "Must be 1 to 20971520 (20 MiB).") },
            .. first.OffsetBytes >= 0 ? [] : new[] { new FieldFault("offsetBytes", "Must not be negative.") },
        ];

    private static Refusal RefusalOf(AttachmentRefusedException refused) =>
        refused.Reason switch
        {
            "ATTACHMENT_TOO_LONG" => new Refusal(
                RefusalKind.ResourceExhausted,
                "ATTACHMENT_TOO_LARGE",
                refused.Message
            ),
            "ATTACHMENT_HASH" => new Refusal(RefusalKind.InvalidArgument, "ATTACHMENT_HASH_WRONG", refused.Message),
            _ => Refusal.Invalid([new FieldFault("offsetBytes", refused.Message)]),
        };

    private static bool IsHash(string text) =>
        text.Length == HashChars
        && text.All(character => char.IsAsciiDigit(character) || character is >= 'a' and <= 'f');
}

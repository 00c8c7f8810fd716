using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Records;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Library;

/// <summary>Files that could do harm (domain.md §4.21: 34).</summary>
public sealed class AttachmentTypeTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    [Trait("Edge", "34")]
    public async Task A_file_is_known_by_hash_size_and_type_and_only_listed_types_are_attached()
    {
        var program = Examples.Of("technical-annex");
        program.Body.TechnicalAnnex.Files[0].MediaType = "application/x-msdownload";
        var refused = await Refused.ReasonAsync(async () =>
            await nodes.A.Publishing("tech").DraftRecordAsync(program));
        var listed = await new LibraryService.LibraryServiceClient(nodes.A.As("tech"))
            .ListCodesAsync(new ListCodesRequest { List = "attachment-type" });
        var sent = Examples.Of("technical-annex");
        var annex = await Held.ReleasedAsync(nodes.A, sent, "XB");

        var file = (await Held.AtAsync(nodes.B, annex.RecordId)).Body.TechnicalAnnex.Files.Single();

        Assert.Equal("InvalidArgument FIELDS_INVALID", refused);
        Assert.DoesNotContain(listed.Lists[0].Codes, code => code.Id == "application/x-msdownload");
        Assert.Equal(sent.Body.TechnicalAnnex.Files.Single(), file);
        Assert.Equal((64, 18230L, "application/stix+json"), (file.Sha256.Length, file.SizeBytes, file.MediaType));
    }

    [Fact]
    public void A_file_of_another_type_that_a_peer_names_is_said_to_be_one_and_one_of_a_listed_type_is_not()
    {
        var draft = Examples.Of("technical-annex");
        var view = new RecordView { Body = draft.Body };
        AttachmentNotes.Complete(view);
        Assert.Empty(view.AttachmentNotes);

        draft.Body.TechnicalAnnex.Files.Add(new Attachment
        {
            Sha256 = new string('a', 64), SizeBytes = 9, MediaType = "application/x-msdownload", FileName = "run.exe",
        });
        AttachmentNotes.Complete(view);

        Assert.StartsWith(
            "run.exe is of type application/x-msdownload", Assert.Single(view.AttachmentNotes),
            StringComparison.Ordinal);
    }
}

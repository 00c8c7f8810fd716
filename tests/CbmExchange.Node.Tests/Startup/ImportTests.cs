using CbmExchange.Domain.Reference;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>Import of public reference data.</summary>
public sealed class ImportTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Importing_twice_adds_nothing_the_second_time()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var data = WriteData(home);

        var first = await ProgramRun.RunAsync(["import-reference", "--home", home.Home.Folder, "--data", data]);
        var second = await ProgramRun.RunAsync(["import-reference", "--home", home.Home.Folder, "--data", data]);

        Assert.Contains("imported dataset=national-csirts added=2 known=0", first.Output, StringComparison.Ordinal);
        Assert.Contains("imported dataset=national-csirts added=0 known=2", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_rows_are_about_the_State_and_in_no_peer_stream()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await using var node = await TestNode.StartAsync(home);

        var run =
            await ProgramRun.RunAsync(["import-reference", "--home", home.Home.Folder, "--data", WriteData(home)]);

        Assert.True(run.ExitCode == 0, run.Errors);
        var store = node.Host.Services.GetRequiredService<IEventStore>();
        var rows = new List<ReferenceImported>();
        await foreach (var stored in store.ReadStreamAsync("reference-national-csirts"))
        {
            rows.Add((ReferenceImported)stored.Body);
        }

        Assert.Equal(["AD", "AE"], rows.Select(row => row.Subject).Order());
        Assert.Equal("a, \"quoted\" source", rows[0].Source);
        Assert.Empty(await store.PeerStreams.ListAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_before_the_first_row()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var data = WriteData(home);
        File.WriteAllText(Path.Combine(data, "national-strategies.csv"), "alpha2,year,title_en,source\nAE,2019\n");

        var run = await ProgramRun.RunAsync(["import-reference", "--home", home.Home.Folder, "--data", data]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("row 1: 2 fields where the header has 4", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("imported", run.Output, StringComparison.Ordinal);
    }

    private static string WriteData(TestHome home)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Home.Folder, "data")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "national-csirts.csv"),
            "team_name,alpha2,phone,source\nteam one,AD,,\"a, \"\"quoted\"\" source\"\nteam two,AE,,list\n");
        return folder;
    }
}

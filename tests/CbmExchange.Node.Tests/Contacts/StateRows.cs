using System.Text.Json.Nodes;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>XA among States that stand in every way, and reference data of one that takes no part.</summary>
public sealed class StateRows : IAsyncLifetime
{
    internal const string Footnote = "The name of this State is used without prejudice to positions on it.";

    private readonly PostgresFixture postgres = new();
    private readonly string folder = Directory.CreateTempSubdirectory("cbm-rows-").FullName;
    private TestHome home = null!;

    internal TestNode Node { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        home = await TestHome.MakeAsync(postgres, WriteInstance(), TimeProvider.System, "XA", []);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "participants.csv"),
            "alpha2,alpha3,name_en,name_fr,name_es,name_ru,name_zh,name_ar,source\n"
            + "QM,QMM,Québôrn,Québorn,,,,,list of names\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "national-csirts.csv"),
            "team_name,alpha2,phone,source\nCERT-XC,XC,+9991,list of teams\nCERT-QM,QM,+9992,list of teams\n");
        var run = await ProgramRun.RunAsync(["import-reference", "--home", home.Home.Folder, "--data", folder]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Node = await TestNode.StartAsync(home);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Node.DisposeAsync();
        await home.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string WriteInstance()
    {
        var instance = JsonNode.Parse(File.ReadAllText(TestHome.InstanceFile))!;
        var participants = instance["participants"]!.AsArray();
        participants[0]!["designationNote"] = Footnote;
        participants[1]!["status"] = "suspended";
        participants[2]!["fallbackContact"] = new JsonObject
        {
            ["office"] = "Permanent Mission",
            ["phone"] = "+9993",
            ["source"] = "note verbale 7/26",
            ["sourceDate"] = "2026-02-01",
        };
        var file = Path.Combine(folder, "instance.json");
        File.WriteAllText(file, instance.ToJsonString());
        return file;
    }
}
